import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { eventTables } from '../../kit/src/events/tables.ts';
import type { Sql, SqlDatabase } from '../../kit/src/persistence/sql.ts';

/** A database of its own for one test, with the event layer's tables. */
export interface TestDatabase extends SqlDatabase {
  readonly name: string;
  /** How many statements were sent. */
  statements(): number;
  drop(): Promise<void>;
}

const serverUrl = (): string => {
  const url = process.env.STOA_TEST_POSTGRES_URL;
  if (!url) throw new Error('STOA_TEST_POSTGRES_URL is not set; the global setup of the tests sets it.');
  return url;
};

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const onClient = (client: pg.ClientBase | pg.Pool, count: () => void): Sql => ({
  async query<Row extends object>(text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    count();
    const result = parameters.length > 0 ? await client.query(text, [...parameters]) : await client.query(text);
    return (Array.isArray(result) ? result.at(-1).rows : result.rows) as Row[];
  },
});

/** Plain SQL on a pool of `pg`. */
export function pooledDatabase(url: string, connections = 6): SqlDatabase & { end(): Promise<void>; statements(): number } {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  // A server that is killed takes connections with it that somebody holds just now, and each of them says so. Queries fail anyway.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  let statements = 0;
  const count = (): void => {
    statements += 1;
  };
  return {
    ...onClient(pool, count),
    statements: () => statements,
    async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query('begin');
        const result = await work(onClient(client, count));
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch((failure: Error) => {
          broken = failure;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    end: () => pool.end(),
  };
}

export async function createTestDatabase({ template }: { readonly template?: string } = {}): Promise<TestDatabase> {
  const name = `events_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  await onServer(`create database ${name}${template ? ` template ${template}` : ''}`);
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  const database = pooledDatabase(url.href);
  if (!template) for (const step of eventTables) await database.query(step.sql);
  return {
    ...database,
    name,
    async drop() {
      await database.end();
      await onServer(`drop database if exists ${name} with (force)`);
    },
  };
}
