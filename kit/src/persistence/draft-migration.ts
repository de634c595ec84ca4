import type { Database } from './database.ts';

/** The generator names what it makes `…_index` and `…_unique`; an index with another name was written by hand and stays. */
const HAND_WRITTEN_INDEX = /^drop index "(?!.*_(index|unique)")/;

/** The statements that would make the tables what the entities say; none when they are. */
export async function draftMigration(database: Database): Promise<string[]> {
  const sql = await database.orm.schema.getUpdateSchemaSQL({ wrap: false, dropTables: false, safe: true });
  return sql
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !HAND_WRITTEN_INDEX.test(line) && !line.startsWith('set '));
}
