import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { createDatabases, databaseUrl, dropDatabase } from './create-database.ts';
import { Database, sqlStateOf } from './database.ts';
import { SerializationFailure } from './serialization-failure.ts';

const server = process.env.STOA_TEST_POSTGRES_URL!;
const name = `transaction_pipeline_${process.pid}`;
const step = { name: 'box', sql: `create table box (id integer primary key, held integer not null check (held >= 0))` };
const put = 'insert into box (id, held) values ($1, $2)';
const held = 'select held from box where id = $1';
let database: Database;

/** How often a connection was written to while the work ran. */
async function roundTripsOf(work: () => Promise<unknown>): Promise<number> {
  const prototype = pg.Client.prototype as unknown as { query: (...parameters: unknown[]) => unknown };
  const original = prototype.query;
  let count = 0;
  prototype.query = function (this: unknown, ...parameters: unknown[]) {
    count += 1;
    return original.apply(this, parameters);
  };
  try {
    await work();
  } finally {
    prototype.query = original;
  }
  return count;
}

beforeAll(async () => {
  await createDatabases(server, [name]);
  database = await Database.open({ name: 'boxes', url: databaseUrl(server, name), entities: [], steps: [step], poolSize: 1 });
  await database.migrate();
});

beforeEach(() => database.query('delete from box'));

afterAll(async () => {
  await database.close();
  await dropDatabase(server, name);
});

test('statements asked together travel together, begin before them and commit behind the last', async () => {
  const trips = await roundTripsOf(() =>
    database.unitOfWork(
      async ({ sql }) => {
        const [, [box]] = await Promise.all([sql.query(put, [1, 5]), sql.query(held, [1])]);
        expect(box).toEqual({ held: 5 });
      },
      (sql) => sql.query(put, [2, 6]),
    ),
  );
  expect(trips).toBe(2);
  expect(await database.query('select id, held from box order by id')).toEqual([
    { id: 1, held: 5 },
    { id: 2, held: 6 },
  ]);
});

test('a transaction that asks nothing sends nothing', async () => {
  expect(await roundTripsOf(() => database.transaction(async () => undefined))).toBe(0);
});

test('where a statement fails, those behind it fail with its error and all is undone', async () => {
  const asked: PromiseSettledResult<unknown>[] = [];
  const work = database.transaction(async (sql) => {
    asked.push(...(await Promise.allSettled([sql.query(put, [1, 5]), sql.query(put, [2, -1]), sql.query(put, [3, 5])])));
    throw new Error('enough');
  });
  await expect(work).rejects.toThrow('enough');
  expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(asked.slice(1).map((each) => sqlStateOf((each as PromiseRejectedResult).reason))).toEqual(['23514', '23514']);
  // The only connection serves again, and so does the statement that was prepared on it and failed.
  await database.query(put, [2, 7]);
  expect(await database.query('select id from box')).toEqual([{ id: 2 }]);
});

test('a last write that fails, or is not even asked, commits nothing', async () => {
  const write = async ({ sql }: { sql: { query(text: string, values: unknown[]): Promise<unknown> } }): Promise<void> => {
    await sql.query(put, [1, 5]);
  };
  await expect(database.unitOfWork(write, (sql) => sql.query(put, [1, 6]))).rejects.toMatchObject({ code: '23505' });
  const refuse = (): never => {
    throw new Error('no such event');
  };
  await expect(database.unitOfWork(write, refuse)).rejects.toThrow('no such event');
  expect(await database.query('select id from box')).toEqual([]);
});

test('an error that was caught inside still ends the transaction, and loudly', async () => {
  const work = database.transaction(async (sql) => {
    await sql.query(put, [1, -1]).catch(() => undefined);
  });
  await expect(work).rejects.toThrow('rolled back');
});

test('work that breaks off while a statement is on its way leaves a connection that serves', async () => {
  const work = database.transaction(async (sql) => {
    sql.query(put, [1, -1]).catch(() => undefined);
    throw new Error('broken off');
  });
  await expect(work).rejects.toThrow('broken off');
  expect(await database.transaction((sql) => sql.query('select 1 as one'))).toEqual([{ one: 1 }]);
});

test('a script of several statements runs, and answers as its last one', async () => {
  expect(await database.query('delete from box; insert into box values (4, 4); select held from box')).toEqual([{ held: 4 }]);
});

test('a prepared statement whose table has changed is prepared anew', async () => {
  await database.query('create table changing (id integer)');
  const insert = 'insert into changing (id) values ($1) returning changing.id as is';
  await database.query(insert, [1]);
  await database.query('alter table changing alter id type text');
  // Postgres refuses it once, since the answer's columns are others now.
  await database.query(insert, [2]).catch(() => undefined);
  expect(await database.query(insert, [3])).toEqual([{ is: '3' }]);
});

const ending = 'select pg_terminate_backend(pg_backend_pid())';

test('a connection that is lost in the middle of a batch fails all of it, commits nothing, and makes way for another', async () => {
  const asked: PromiseSettledResult<unknown>[] = [];
  const work = database.transaction(async (sql) => {
    asked.push(...(await Promise.allSettled([sql.query(put, [1, 5]), sql.query(ending), sql.query(put, [2, 5])])));
    await sql.query(held, [1]);
  });
  await expect(work).rejects.toThrow();
  expect(asked.slice(1).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await database.query('select id from box')).toEqual([]);
});

test('a connection that is lost while nobody waits for it fails what is asked next, and the commit', async () => {
  const work = database.transaction(async (sql) => {
    const [connection] = await sql.query<{ pid: number }>('select pg_backend_pid() as pid');
    await sql.query(put, [1, 5]);
    const other = new pg.Client(databaseUrl(server, name));
    await other.connect();
    await other.query('select pg_terminate_backend($1)', [connection!.pid]);
    await other.end();
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  await expect(work).rejects.toThrow();
  await expect(database.query(ending)).rejects.toThrow();
  expect(await database.query('select id from box')).toEqual([]);
});

test('what could not be serialized is tried again from the beginning, and its end is written once', async () => {
  let tries = 0;
  await database.unitOfWork(
    async ({ sql }) => {
      await sql.query(put, [1, 5]);
      tries += 1;
      if (tries < 3) throw new SerializationFailure('somebody came in between');
    },
    (sql) => sql.query(put, [2, tries]),
  );
  expect(await database.query('select id, held from box order by id')).toEqual([
    { id: 1, held: 5 },
    { id: 2, held: 3 },
  ]);
});
