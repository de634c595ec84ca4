import { Client } from 'pg';

/** The address of another database on the same server. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Makes the databases that are not there yet. */
export async function createDatabases(serverUrl: string, names: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>('select datname from pg_database');
    const there = new Set(rows.map((row) => row.datname));
    for (const name of names.filter((candidate) => !there.has(candidate)))
      await client.query(`create database "${name.replaceAll('"', '""')}"`).catch(unlessMadeMeanwhile);
  } finally {
    await client.end();
  }
}

/** Replicas that start together make the same database; it is enough that one does. */
function unlessMadeMeanwhile(error: { code?: string }): void {
  if (error.code !== '42P04' && error.code !== '23505') throw error;
}

export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`drop database if exists "${name.replaceAll('"', '""')}" with (force)`);
  } finally {
    await client.end();
  }
}
