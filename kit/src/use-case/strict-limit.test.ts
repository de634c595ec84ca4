import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../persistence/index.ts';
import { housekeeping } from '../subgraph/housekeeping.job.ts';
import { startTestSubgraph, type TestSubgraph } from '../testing/index.ts';
import { notes } from '../testing/notes/notes-domain.ts';
import { countStrictly, forgetCount, type StrictLimit } from './strict-limit.ts';

const limit: StrictLimit = { name: 'test', max: 3, windowSeconds: 60 };
let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(notes);
});
afterAll(() => subgraph.stop());

const attempt = (key: string, which = limit): Promise<string> =>
  countStrictly(subgraph.context(), which, key).then(
    () => 'let in',
    (error) => `${error.code} ${error.details.retryAfter <= 60 && error.details.retryAfter > 50}`,
  );
const times = async (count: number, key: string): Promise<string[]> => Promise.all(Array.from({ length: count }, () => attempt(key)));

test('so many are let in in a window, also when they come at once, and told when it ends', async () => {
  const key = newId();
  expect((await times(5, key)).sort()).toEqual(['RATE_LIMITED true', 'RATE_LIMITED true', 'let in', 'let in', 'let in']);
  expect(await attempt(newId())).toBe('let in');
  expect(await attempt(key, { ...limit, name: 'another' })).toBe('let in');
});

test('nobody is told to wait for longer than a window, also when its first try came after the one that is refused', async () => {
  const key = newId();
  await times(3, key);
  await subgraph.sql.query("update strict_count set window_ends_at = now() + interval '60.5 seconds' where key = $1", [key]);
  await expect(countStrictly(subgraph.context(), limit, key)).rejects.toMatchObject({ details: { retryAfter: 60 } });
});

test('a window that is over, and a count that is forgotten, begin anew', async () => {
  const key = newId();
  await times(4, key);
  await subgraph.sql.query('update strict_count set window_ends_at = now() where key = $1', [key]);
  expect(await attempt(key)).toBe('let in');
  await times(4, key);
  await forgetCount(subgraph.context(), limit, key);
  expect(await attempt(key)).toBe('let in');
});

test('counts whose window is over are swept', async () => {
  const [over, open] = [newId(), newId()];
  await times(1, over);
  await times(1, open);
  await subgraph.sql.query('update strict_count set window_ends_at = now() where key = $1', [over]);
  await subgraph.run(housekeeping(subgraph.domain.database));
  expect(await subgraph.sql.query('select key from strict_count where key = any($1)', [[over, open]])).toEqual([{ key: open }]);
});
