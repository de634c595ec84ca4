import { afterAll, describe, expect, test } from '@jest/globals';
import { deleteStreams } from '../../../../tests/faults/broker-store.ts';
import { busSuite } from '../../../../tests/faults/bus-suite.ts';
import { natsForTests } from '../../../../tests/setup/nats-for-tests.ts';
import { JetStreamBus } from './jetstream-bus.ts';

const nats = await natsForTests(['orders', 'ledger']);
// Without a nats-server there is nothing to test against; CI must have one, and `natsForTests` fails there without.
const suite = nats ? describe : describe.skip;

suite('with a server of its own', () => {
  if (!nats) return;
  afterAll(() => nats.remove());

  const newBus = (): JetStreamBus =>
    new JetStreamBus({
      servers: nats.server.url,
      credentials: (domain) => nats.server.credentials(domain),
      lease: { ttlMs: 1_500, renewMs: 300 },
      pollMs: 300,
      savePositionMs: 50,
      replayPollMs: 200,
    });

  busSuite({
    name: 'jetstream',
    bus: newBus,
    relayDiesAt: 'relay.after-publish',
    async interrupt() {
      await nats.server.kill();
      await nats.restart();
    },
    // Each test has databases of its own, to which the streams that the last one left would be unknown.
    clear: () => deleteStreams(nats),
  });
});

test('this file has a test where no server can be had', () => {
  expect(true).toBe(true);
});
