import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import manifest from '../index.ts';
import { currentSigningKey, publicKeys, renewSigningKeys } from './signing-key.ts';

let identity: TestSubgraph;
beforeAll(async () => {
  identity = await startTestSubgraph(manifest);
});
afterAll(() => identity.stop());

const published = async (): Promise<(string | undefined)[]> => (await publicKeys(identity.context())).map(({ kid }) => kid);
const signing = async (): Promise<string> => (await currentSigningKey(identity.context())).kid;
const grow = (older: string): Promise<unknown> =>
  identity.sql.query('update signing_key set created_at = created_at - $1::interval', [older]);

test('a key has its time, is followed by one that is published before it signs, and stays until its last token has ended', async () => {
  const [first] = await published();
  await renewSigningKeys(identity.context(), 60);
  expect([await published(), await signing()]).toEqual([[first], first]);

  await grow('61 days');
  await Promise.all([1, 2, 3].map(() => renewSigningKeys(identity.context(), 60)));
  const [second, ...others] = await published();
  expect(others).toEqual([first]);
  expect(await signing()).toBe(first);

  await grow('16 minutes');
  await renewSigningKeys(identity.context(), 60);
  expect([await published(), await signing()]).toEqual([[second, first], second]);

  await grow('3 hours');
  await renewSigningKeys(identity.context(), 60);
  expect([await published(), await signing()]).toEqual([[second], second]);
});

test('where all keys were taken away the next start makes one', async () => {
  await identity.sql.query('delete from signing_key');
  await expect(signing()).rejects.toThrow('no signing key');
  await manifest.seed!(identity.context());
  expect(await published()).toEqual([await signing()]);
});
