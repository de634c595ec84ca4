import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { guestbook } from '../server/testing/guestbook.ts';
import { startTestSubgraph, type TestSubgraph } from '../testing/index.ts';
import { housekeeping } from './housekeeping.job.ts';

let subgraph: TestSubgraph;

beforeAll(async () => {
  subgraph = await startTestSubgraph(guestbook);
});

afterAll(() => subgraph.stop());

test('nonces go when their signatures have long expired, and not before', async () => {
  await subgraph.sql.query(
    `insert into used_nonce (nonce, used_at) values (gen_random_uuid(), now() - interval '11 minutes'), (gen_random_uuid(), now() - interval '2 minutes')`,
  );
  await subgraph.run(housekeeping(subgraph.domain.database));
  expect(await subgraph.sql.query("select used_at < now() - interval '10 minutes' as is_old from used_nonce")).toEqual([{ is_old: false }]);
});

test('the keys of commands go when nobody asks again any more, and are known until then', async () => {
  await subgraph.sql.query(
    `insert into idempotency_key (scope, key, input_hash, created_at) values
       ('guestbook.write', 'old', '', now() - interval '31 days'), ('guestbook.write', 'young', '', now() - interval '29 days')`,
  );
  await subgraph.run(housekeeping(subgraph.domain.database));
  expect(await subgraph.sql.query('select key from idempotency_key')).toEqual([{ key: 'young' }]);
});
