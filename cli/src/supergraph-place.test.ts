import { afterAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { natsForTests } from '../../tests/setup/nats-for-tests.ts';
import { runCommandLine } from './command-line.ts';
import { readConfiguration } from './configuration.ts';
import { openSupergraph } from './supergraph-place.ts';

const nats = await natsForTests();
afterAll(async () => nats?.remove());

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  for (const stream of ['log', 'error'] as const) jest.spyOn(console, stream).mockImplementation((text: string) => void said.push(text));
});

const PLACE = 'nats-kv://supergraph/stoa';

test.each([
  [['schema', 'publish'], 'stoa: --to: must say where, like nats-kv://supergraph/stoa'],
  [['schema', 'publish', '--to', PLACE], 'stoa: --to: NATS_URL must be set'],
  [['gateway', '--supergraph', 'nats-kv://here'], 'stoa: --supergraph: must be like nats-kv://supergraph/stoa, a bucket and a key'],
])('%j is answered with one line', async (args, line) => {
  expect(await runCommandLine(args)).toBe(2);
  expect(said).toEqual([line]);
});

// Without a nats-server there is nothing to test against; CI must have one.
(nats ? describe : describe.skip)('a supergraph at the broker', () => {
  const addressFor = (user: string): string => {
    const url = new URL(nats!.server.url);
    const { pass } = nats!.server.credentials(user);
    return `nats://${user}:${pass}@${url.host}`;
  };

  test('is published, served, and published again', async () => {
    process.env.NATS_URL = addressFor('stoa');
    try {
      expect(await runCommandLine(['schema', 'publish', '--to', PLACE])).toBe(0);
      const served = await openSupergraph(PLACE, '--supergraph', readConfiguration({ NATS_URL: addressFor('gateway') }), 'gateway');
      expect(served.supergraphSdl).toContain('@join__graph(name: "catalog"');
      const version = await served.supergraph.version();
      expect(await served.supergraph.version()).toBe(version);
      expect(await runCommandLine(['schema', 'publish', '--to', PLACE])).toBe(0);
      expect(await served.supergraph.version()).not.toBe(version);
      expect(await served.supergraph.read()).toBe(served.supergraphSdl);
      await served.close();
    } finally {
      delete process.env.NATS_URL;
    }
  });

  test('is not published when it is none', async () => {
    process.env.NATS_URL = addressFor('stoa');
    try {
      expect(await runCommandLine(['schema', 'publish', '--to', PLACE, '--supergraph', 'README.md'])).toBe(1);
    } finally {
      delete process.env.NATS_URL;
    }
  });
});
