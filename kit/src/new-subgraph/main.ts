import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { namesFor } from './names.ts';
import { writeSubgraph } from './write-subgraph.ts';

/** `npm run new:subgraph <name> [entity]`, started in the project's folder. */
try {
  const [domain, entity] = process.argv.slice(2);
  const names = namesFor(domain, entity);
  const written = writeSubgraph(process.cwd(), names);
  const folder = join('subgraphs', names.domain);
  // Where lines break depends on how long the names are, so that is left to the formatter.
  spawnSync(join('node_modules', '.bin', 'biome'), ['check', '--write', folder, 'tsconfig.json', join('cli', 'package.json')]);
  process.stdout.write(
    `${written.join('\n')}\n\nNow: npm install && npm run schema, then npm test -- ${folder}. docs/add-a-subgraph.md goes on from there.\n`,
  );
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
