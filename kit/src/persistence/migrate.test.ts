import { afterEach, expect, test } from '@jest/globals';
import { freshDatabase } from '../testing/index.ts';
import { Note } from '../testing/notes/note.entity.ts';
import { Database } from './database.ts';
import type { TableStep } from './sql.ts';

let closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.reverse()) await close();
  closers = [];
});

async function databases(steps: readonly TableStep[], count = 1): Promise<Database[]> {
  const { url, drop } = await freshDatabase('migrate');
  closers.push(drop);
  const opened = await Promise.all(
    Array.from({ length: count }, () => Database.open({ name: 'migrate', url, entities: [Note], steps, poolSize: 2 })),
  );
  closers.push(() => Promise.all(opened.map((database) => database.close())));
  return opened;
}

const one: TableStep = { name: 'one', sql: 'create table one (id int); select pg_sleep(0.05);' };
const two: TableStep = { name: 'two', sql: 'create table two (id int);' };

test('processes that start together apply each step once', async () => {
  const replicas = await databases([one, two], 4);
  const applied = await Promise.all(replicas.map((database) => database.migrate()));
  expect(applied.flat().sort()).toEqual(['one', 'two']);
});

test('a step that fails leaves nothing of itself, and is tried again at the next start', async () => {
  const broken: TableStep = { name: 'two', sql: 'create table half (id int); create table one (id int);' };
  const { url, drop } = await freshDatabase('migrate');
  closers.push(drop);
  const open = async (steps: readonly TableStep[]): Promise<Database> => {
    const database = await Database.open({ name: 'migrate', url, entities: [Note], steps, poolSize: 2 });
    closers.push(() => database.close());
    return database;
  };
  const first = await open([one, broken]);
  await expect(first.migrate()).rejects.toThrow();
  expect(await first.query(`select to_regclass('half')::text as half, to_regclass('one')::text as one`)).toEqual([
    { half: null, one: 'one' },
  ]);
  expect(await (await open([one, two])).migrate()).toEqual(['two']);
});

test('a transaction that lost a deadlock is tried again', async () => {
  const [database] = await databases([
    { name: 'rows', sql: 'create table counter (id int primary key, value int not null); insert into counter values (1, 0), (2, 0);' },
  ]);
  await database!.migrate();
  let tries = 0;
  const both = Promise.withResolvers<void>();
  let arrived = 0;
  const crossing = (first: number, second: number) =>
    database!.transaction(async (sql) => {
      tries += 1;
      await sql.query('update counter set value = value + 1 where id = $1', [first]);
      if (++arrived === 2) both.resolve();
      await both.promise;
      await sql.query('update counter set value = value + 1 where id = $1', [second]);
    });
  await Promise.all([crossing(1, 2), crossing(2, 1)]);
  expect(tries).toBeGreaterThan(2);
  expect(await database!.query('select value from counter order by id')).toEqual([{ value: 2 }, { value: 2 }]);
});
