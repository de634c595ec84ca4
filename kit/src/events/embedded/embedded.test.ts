import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { busSuite } from '../../../../tests/faults/bus-suite.ts';
import { World } from '../../../../tests/faults/world.ts';
import { EmbeddedBus } from './embedded-bus.ts';

busSuite({
  name: 'embedded',
  bus: () => new EmbeddedBus({ pollMs: 300, savePositionMs: 50, replayPollMs: 200 }),
  relayDiesAt: 'sequencer.after-commit',
  async interrupt(world) {
    // Another process numbers events that this one has not seen.
    await world.publisher.transaction(async (sql) => {
      const { writeOutbox } = await import('../outbox.ts');
      await writeOutbox(
        sql,
        World.aggregates(2).map((id) => world.envelope(id)),
      );
      await sql.query('select outbox_sequence(10)');
    });
  },
  clear: async () => {},
});

test.each([1, 2, 3])('delays, overtaking and duplicates drawn from seed %i change nothing', async (seed) => {
  const world = await World.create();
  const bus = new EmbeddedBus({ chaos: { seed, maxDelayMs: 5, duplicateShare: 0.3 }, savePositionMs: 20 });
  await world.relay(bus);
  await bus.handle(world.ledger());
  await Promise.all([world.placeMany(100), world.placeMany(100)]);
  await world.untilEffects(200);
  expect(await world.problems()).toEqual([]);
  await bus.close();
  await world.drop();
});

test('an idle system asks its database hardly anything', async () => {
  const world = await World.create();
  const bus = new EmbeddedBus();
  await world.relay(bus);
  await bus.handle(world.ledger());
  await world.placeMany(10);
  await world.untilEffects(10);
  await sleep(1_500);
  const before = world.publisher.statements() + world.consumer.statements();
  await sleep(3_000);
  // At most one poll falls into this time, and it is two statements.
  expect(world.publisher.statements() + world.consumer.statements() - before).toBeLessThanOrEqual(2);
  await bus.close();
  await world.drop();
});
