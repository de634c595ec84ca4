import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../persistence/index.ts';
import { startTestSubgraph, type TestSubgraph } from '../testing/index.ts';
import { notes } from '../testing/notes/notes-domain.ts';
import { hashOf, once } from './once.ts';

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(notes);
});
afterAll(() => subgraph.stop());

let effects = 0;
const work = (key: string, input: unknown, scope = 'test') =>
  subgraph.context().transact((tx) =>
    once(tx, scope, key, input, async () => {
      effects += 1;
      return { number: effects };
    }),
  );

test('the same key with the same input gives the first answer', async () => {
  const key = newId();
  const first = await work(key, { a: 1, b: [2, { c: 3, d: 4 }] });
  expect(await work(key, { b: [2, { d: 4, c: 3 }], a: 1 })).toEqual(first);
});

test('the same key with another input is a conflict, and other scopes are other keys', async () => {
  const key = newId();
  const first = await work(key, { a: 1 });
  await expect(work(key, { a: 2 })).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  expect(await work(key, { a: 2 }, 'another')).not.toEqual(first);
});

test('twenty at once have one effect and one answer', async () => {
  const before = effects;
  const key = newId();
  const answers = await Promise.all(Array.from({ length: 20 }, () => work(key, { same: true })));
  expect(effects - before).toBe(1);
  expect(new Set(answers.map((answer) => answer.number)).size).toBe(1);
});

test('work that fails leaves the key free, for those who wait for it too', async () => {
  const key = newId();
  let first = true;
  const attempt = () =>
    subgraph.context().transact((tx) =>
      once(tx, 'test', key, {}, async () => {
        await tx.sql.query('select pg_sleep(0.05)');
        if (!first) return 'done';
        first = false;
        throw new Error('not this time');
      }),
    );
  const results = await Promise.allSettled([attempt(), attempt()]);
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await attempt()).toBe('done');
});

test('an answer of nothing is kept as nothing', async () => {
  const key = newId();
  const nothing = () => subgraph.context().transact((tx) => once(tx, 'test', key, {}, async () => undefined));
  await nothing();
  expect((await nothing()) ?? null).toBeNull();
});

test('a hash does not depend on the order of keys, but on everything else', () => {
  expect(hashOf({ a: 1, b: { c: 2, d: 3 } })).toBe(hashOf({ b: { d: 3, c: 2 }, a: 1 }));
  expect(hashOf([1, 2])).not.toBe(hashOf([2, 1]));
  expect(hashOf({ a: '1' })).not.toBe(hashOf({ a: 1 }));
  expect(hashOf({ a: null })).not.toBe(hashOf({}));
});
