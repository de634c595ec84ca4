import { afterAll, describe, expect, test } from '@jest/globals';
import { natsForTests } from '../../../tests/setup/nats-for-tests.ts';
import { KeyValueBucket } from './key-value.ts';

const nats = await natsForTests(['orders']);
afterAll(async () => nats?.remove());

// Without a nats-server there is nothing to test against; CI must have one.
(nats ? describe : describe.skip)('a bucket at the broker', () => {
  const addressOf = (user: string) => ({ servers: [nats!.server.url], credentials: nats!.server.credentials(user) });

  test('keeps texts under keys, says when something has changed, and the gateway may read and not write it', async () => {
    const written = await KeyValueBucket.open(addressOf('stoa'), 'supergraph', 'made');
    const read = await KeyValueBucket.open(addressOf('gateway'), 'supergraph', 'there');
    expect(await read.get('stoa')).toBeUndefined();
    const before = await read.revision();
    await written.put('stoa', 'type Query');
    expect(await read.get('stoa')).toBe('type Query');
    expect(await read.revision()).toBeGreaterThan(before);
    await expect(read.put('stoa', 'other')).rejects.toThrow();
    expect(await written.get('stoa')).toBe('type Query');
    await Promise.all([written.close(), read.close()]);
  });

  test('that is not there is not read', async () => {
    await expect(KeyValueBucket.open(addressOf('stoa'), 'nowhere', 'there')).rejects.toThrow();
  });
});
