import type { Sql } from './sql.ts';

/** Has everybody wait who locks the same name, until this transaction ends. For what has no row yet that could be locked. */
export const lockName = (sql: Sql, name: string): Promise<object[]> =>
  sql.query('select pg_advisory_xact_lock(hashtextextended($1, 7305119))', [name]);
