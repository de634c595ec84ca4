import { draftMigrationFor } from './draft-migration.ts';

const [verb, ...rest] = process.argv.slice(2);
if (verb === 'migration') console.log(await draftMigrationFor(rest[0]!, rest[1] ?? 'changes'));
