import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RecordStore, startRecordStore } from './start-record-store.ts';

let store: RecordStore;
beforeAll(async () => {
  store = await startRecordStore({ port: 0, username: 'stoa', password: 'secret' });
});
afterAll(() => store?.close());

const aStatement = (more: object = {}) => ({
  id: crypto.randomUUID(),
  actor: { account: { homePage: 'https://shop.example', name: '7' } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
  object: { id: 'https://shop.example/courses/1' },
  timestamp: '2026-01-01T00:00:00.000Z',
  ...more,
});
const tell = async (body: unknown, password = 'secret'): Promise<number> => {
  const headers = {
    ...{ authorization: `Basic ${btoa(`stoa:${password}`)}`, 'content-type': 'application/json' },
    'x-experience-api-version': '1.0.3',
  };
  return (await fetch(`${store.url}/statements`, { method: 'POST', headers, body: JSON.stringify(body) })).status;
};

test('takes each statement once, and nothing else under its id', async () => {
  const statement = aStatement();
  expect([await tell([statement]), await tell([statement])]).toEqual([200, 200]);
  expect(await tell([aStatement(), { ...statement, timestamp: '2026-01-02T00:00:00.000Z' }])).toBe(409);
  expect(store.statements.size).toBe(1);
});

test.each([
  ['an id that is none', { id: '7' }],
  ['nobody', { actor: {} }],
  ['no verb', { verb: { id: 'completed' } }],
  ['no object', { object: null }],
  ['no time', { timestamp: 'yesterday' }],
  ['no registration', { context: { registration: 7 } }],
])('refuses %s, with all that came beside it', async (_what, more) => {
  const before = store.statements.size;
  expect(await tell([aStatement(), aStatement(more)])).toBe(400);
  expect(store.statements.size).toBe(before);
});

test('asks who it is, and fails when it is told to', async () => {
  expect(await tell([aStatement()], 'wrong')).toBe(401);
  store.answerWith(503);
  expect(await tell([aStatement()])).toBe(503);
  store.answerWith(null);
  expect(await tell(aStatement())).toBe(200);
});
