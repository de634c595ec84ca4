import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until, World } from '../../../tests/faults/world.ts';
import { discardDeadLetter, listDeadLetters } from './dead-letters.ts';
import { EmbeddedBus } from './embedded/embedded-bus.ts';

let world: World;
let bus: EmbeddedBus;

beforeEach(async () => {
  world = await World.create();
  bus = new EmbeddedBus();
});

afterEach(async () => {
  await bus.close();
  await world.drop();
});

test('a dead letter that is discarded never has its effect, and those behind it do', async () => {
  const [sick] = World.aggregates(1) as [string];
  await world.relay(bus);
  world.onHandle = ({ aggregateVersion }) => {
    if (aggregateVersion === 1) throw new Error('a bug');
  };
  await bus.handle(world.ledger({ retry: { attempts: 1 } }));
  const [dead] = await world.place([sick, sick, sick]);
  await until('three letters', async () => (await listDeadLetters(world.consumer)).length === 3);
  expect((await listDeadLetters(world.consumer, { id: dead!.id })).map(({ envelope, state }) => [envelope.id, state])).toEqual([
    [dead!.id, 'dead'],
  ]);

  expect(await discardDeadLetter(world.consumer, world.run, dead!.id)).toEqual({ replayed: 2, stoppedBy: null, waiting: 0 });
  await world.place([sick]);
  await world.untilEffects(3);
  expect((await world.effects()).map(({ version }) => version)).toEqual([2, 3, 4]);
  await expect(discardDeadLetter(world.consumer, world.run, dead!.id)).rejects.toThrow('There is no dead letter');
});
