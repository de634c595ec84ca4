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
  const asked = () => world.publisher.statements() + world.consumer.statements();
  // At most one poll falls into three seconds, and it is two statements. What the events have left to do may take its time before.
  for (let before = Number.NEGATIVE_INFINITY, tries = 0; asked() - before > 2; tries++) {
    expect(tries).toBeLessThan(8);
    before = asked();
    await sleep(3_000);
  }
  await bus.close();
  await world.drop();
});
