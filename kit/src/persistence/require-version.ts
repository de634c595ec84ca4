import type { Sql } from './sql.ts';

/** The oldest Postgres that will do: from 18 on, a write can return what a row held before it. */
const OLDEST_MAJOR = 18;

/** Stops a start on a server that would only refuse statements later, one by one. */
export async function requireVersion(sql: Sql): Promise<void> {
  const [setting] = await sql.query<{ version: string }>(`select current_setting('server_version_num') as version`);
  const major = Math.floor(Number(setting!.version) / 10_000);
  if (major < OLDEST_MAJOR) throw new Error(`Postgres ${OLDEST_MAJOR} or newer is needed, and this server is ${major}`);
}
