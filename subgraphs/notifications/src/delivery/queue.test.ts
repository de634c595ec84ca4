import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import type { DeliveryOutcome, OutgoingMessage } from '../channel/channel.ts';
import manifest from '../index.ts';
import { addressBy, letTimePass, neighbours, PlayedChannel, sendBy } from '../testing/given-notifications.ts';
import { MAX_TRIES } from './backoff.ts';

const HOW_MANY = 10_000;

let notifications: TestSubgraph;

beforeAll(async () => {
  notifications = await startTestSubgraph(manifest, { commands: neighbours });
});
afterAll(() => notifications.stop());

/** Numbers from 0 to 1 that are the same in each run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A provider that fails three times of ten, half of them after it has taken the message; a key that it knows it takes no second time. */
class ShakyProvider {
  readonly taken = new Map<string, OutgoingMessage>();
  tries = 0;
  readonly #failures = new Map<string, number>();
  readonly #random = seeded(20_261_122);
  readonly channel = new PlayedChannel('EMAIL', (message) => this.#answer(message));

  #answer(message: OutgoingMessage): DeliveryOutcome {
    this.tries += 1;
    // A message that is unlucky each time would be a dead letter, which is another test's matter.
    const earlier = this.#failures.get(message.key) ?? 0;
    const chance = earlier < MAX_TRIES / 2 ? this.#random() : 1;
    this.#failures.set(message.key, earlier + 1);
    if (chance >= 0.15) this.taken.set(message.key, message);
    if (chance >= 0.3) return { kind: 'delivered' };
    if (chance < 0.05) throw new Error('the connection broke');
    return { kind: 'retry', code: 'busy' };
  }
}

interface Count {
  readonly status: string;
  readonly count: number;
}

const counts = () =>
  notifications.sql.query<Count>(
    `select status, count(*)::int as count from notification_delivery where channel = 'EMAIL' group by status order by status`,
  );

const waiting = async (): Promise<number> => (await counts()).find(({ status }) => status === 'QUEUED')?.count ?? 0;

test('ten thousand go through a channel that fails three times of ten, each once', async () => {
  await notifications.sql.query(
    `insert into notification (id, event_id, kind, audience, audience_id, data, created_at)
     select gen_random_uuid(), gen_random_uuid(), 'PAYOUT_PAID', 'USER', gen_random_uuid(), '{"amount": {"amountMinor": 500, "currency": "EUR"}}', now()
     from generate_series(1, $1)`,
    [HOW_MANY],
  );
  // Two replicas decide and two send; what one has in its hands the other passes over.
  await Promise.all([addressBy(notifications, 'EMAIL'), addressBy(notifications, 'EMAIL')]);
  expect(await counts()).toEqual([{ status: 'QUEUED', count: HOW_MANY }]);
  const provider = new ShakyProvider();
  for (let round = 0; round < MAX_TRIES && (await waiting()) > 0; round++) {
    await Promise.all([sendBy(notifications, provider.channel), sendBy(notifications, provider.channel)]);
    await letTimePass(notifications);
  }
  expect(provider.tries).toBeGreaterThan(HOW_MANY * 1.3);
  expect(await counts()).toEqual([{ status: 'DELIVERED', count: HOW_MANY }]);
  expect(provider.taken.size).toBe(HOW_MANY);
  expect(new Set([...provider.taken.values()].map(({ recipient }) => recipient)).size).toBe(HOW_MANY);
}, 120_000);
