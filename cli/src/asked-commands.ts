import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCommand } from './contract-files.ts';
import { root } from './workspace.ts';

const IMPORT = /import (?!type )\{([^}]*)\} from '@stoa\/schema\/commands\/([\w-]+)'/g;

/** The commands that a subgraph's code asks of other domains, by their names: those whose contracts it imports. */
export async function askedCommands(subgraph: string): Promise<string[]> {
  const asked = new Set<string>();
  for (const file of productFiles(join(root, 'subgraphs', subgraph, 'src')))
    for (const [, names = '', domain = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      if (domain === subgraph) continue;
      const contracts = (await import(`@stoa/schema/commands/${domain}`)) as Record<string, unknown>;
      for (const name of names.split(',')) {
        const contract = contracts[name.trim()];
        if (isCommand(contract)) asked.add(contract.name);
      }
    }
  return [...asked].sort();
}

/** What runs: no tests, and nothing that only tests stand on. */
const productFiles = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('/testing/'));
