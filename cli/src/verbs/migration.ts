import { draftMigrationFor } from '../draft-migration.ts';
import { UsageError } from '../usage-error.ts';
import type { Invocation } from '../verb.ts';
import { subgraphNames } from '../workspace.ts';

/** Drafts a migration for a person to read and complete. */
export async function run({ words }: Invocation): Promise<void> {
  const [subgraph, title, ...more] = words;
  if (!subgraph || !title || more.length > 0)
    throw new UsageError('a migration has a subgraph and a title: `stoa migration orders gift-notes`');
  if (!subgraphNames().includes(subgraph))
    throw new UsageError(`there is no subgraph ${subgraph}; there are ${subgraphNames().join(', ')}`);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(title)) throw new UsageError(`the title becomes a file's name, so it is like \`gift-notes\``);
  const name = await draftMigrationFor(subgraph, title);
  console.log(name ? `drafted: subgraphs/${subgraph}/migrations/${name}.ts` : `the tables of ${subgraph} are what its entities say`);
}
