import { readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventTables } from '@stoa/kit/events';
import { Database, draftMigration, kitTables } from '@stoa/kit/persistence';
import { startPostgres } from './infrastructure/postgres.ts';
import { loadManifest, root } from './workspace.ts';

/** Writes the step that brings a subgraph's tables to what its entities say, for a person to read and complete. */
export async function draftMigrationFor(subgraph: string, title: string): Promise<string | null> {
  const manifest = await loadManifest(subgraph);
  const dataDir = await mkdtemp(join(tmpdir(), 'stoa-migration-'));
  const postgres = await startPostgres({ dataDir, durable: false, log: () => undefined });
  try {
    const database = await Database.open({
      name: manifest.name,
      url: postgres.url,
      entities: manifest.entities,
      steps: [...kitTables, ...eventTables, ...manifest.migrations],
      poolSize: 2,
    });
    try {
      await database.migrate();
      const statements = await draftMigration(database);
      return statements.length > 0 ? write(subgraph, title, statements) : null;
    } finally {
      await database.close();
    }
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function write(subgraph: string, title: string, statements: readonly string[]): string {
  const folder = join(root, 'subgraphs', subgraph, 'migrations');
  const number = String(readdirSync(folder).filter((name) => /^\d{4}-/.test(name)).length + 1).padStart(4, '0');
  const name = `${number}-${title}`;
  const body = statements.map((statement) => `    ${statement}`).join('\n');
  writeFileSync(
    join(folder, `${name}.ts`),
    `import type { TableStep } from '@stoa/kit/persistence';\n\nexport default { name: '${subgraph}-${name}', sql: \`\n${body}\n\` } satisfies TableStep;\n`,
  );
  return name;
}
