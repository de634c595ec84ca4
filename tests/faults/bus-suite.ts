import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Bus } from '../../kit/src/events/bus.ts';
import type { EventEnvelope } from '../../kit/src/events/contract.ts';
import { armCrashPoint, type CrashPointName, disarmCrashPoints, isArmed } from '../../kit/src/events/crash-point.ts';
import { listDeadLetters, replayDeadLetter } from '../../kit/src/events/dead-letters.ts';
import { Deferred } from '../../kit/src/events/failure.ts';
import { requestReplay } from '../../kit/src/events/position.ts';
import { until, World } from './world.ts';

/** A bus that can be killed. */
interface KillableBus extends Bus {
  crash(): Promise<void>;
}

/** What differs between the adapters. */
export interface Adapter {
  readonly name: string;
  /** A bus as another process would have it. */
  bus(): KillableBus;
  /** Where a relay can die with its work done and not yet known to anybody. */
  readonly relayDiesAt: CrashPointName;
  /** Does something after which those who watch on this bus cannot know whether they missed an event. */
  interrupt(world: World, bus: Bus): Promise<void>;
  /** Leaves nothing for the next test. */
  clear(): Promise<void>;
}

/** The promises of the bus. Every adapter keeps all of them. */
export function busSuite(adapter: Adapter): void {
  describe(`${adapter.name} bus`, () => {
    let world: World;
    let buses: KillableBus[];
    const newBus = (): KillableBus => {
      const bus = adapter.bus();
      buses.push(bus);
      return bus;
    };

    beforeEach(async () => {
      world = await World.create();
      buses = [];
    });
    afterEach(async () => {
      disarmCrashPoints();
      await Promise.all(buses.map((bus) => bus.close()));
      await adapter.clear();
      await world.drop();
    });

    test('each event has its effect once, in the order of its aggregate, shared by replicas', async () => {
      const bus = newBus();
      await world.relay(bus);
      const first = await bus.handle(world.ledger());
      await bus.handle(world.ledger());
      await world.placeMany(60);
      await world.untilEffects(60);
      await first.stop();
      await world.placeMany(40);
      await world.untilEffects(100);
      expect(await world.problems()).toEqual([]);
    });

    test('events of other types are passed over', async () => {
      const bus = newBus();
      await world.relay(bus);
      await bus.handle(world.ledger());
      const [a, b] = World.aggregates(2) as [string, string];
      await world.place([a, b, a], 'orders.order.noted');
      await world.place([a]);
      await world.untilEffects(1);
      expect(await world.problems()).toEqual([]);
      expect(await world.effectCount()).toBe(1);
    });

    test('a failing event is tried again; its aggregate waits, others pass', async () => {
      const [stuck, free] = World.aggregates(2) as [string, string];
      const bus = newBus();
      await world.relay(bus);
      let fails = true;
      world.onHandle = ({ aggregateId }) => {
        if (fails && aggregateId === stuck) throw new Error('not yet');
      };
      await bus.handle(world.ledger({ retry: { attempts: 1_000, firstDelayMs: 5, maxDelayMs: 20 } }));
      await world.place([stuck, stuck, free, free]);
      await world.untilEffects(2);
      expect((await world.effects()).map(({ aggregateId }) => aggregateId)).toEqual([free, free]);
      fails = false;
      await world.untilEffects(4);
      expect(await world.problems()).toEqual([]);
      expect(await listDeadLetters(world.consumer, { states: ['retrying', 'dead', 'waiting'] })).toEqual([]);
    });

    test('failures of the database are no attempts', async () => {
      const bus = newBus();
      await world.relay(bus);
      let failures = 10;
      world.onHandle = () => {
        if (failures-- > 0) throw Object.assign(new Error('server closed the connection'), { code: '57P01' });
      };
      await bus.handle(world.ledger({ retry: { attempts: 2, firstDelayMs: 2, maxDelayMs: 5 } }));
      await world.place(World.aggregates(1));
      await world.untilEffects(1);
      expect(await listDeadLetters(world.consumer)).toEqual([]);
    });

    test('a handler defers until what it needs is there, or until the deadline', async () => {
      const [early, hopeless] = World.aggregates(2) as [string, string];
      const bus = newBus();
      await world.relay(bus);
      let ready = false;
      world.onHandle = ({ aggregateId }) => {
        if (aggregateId === hopeless || !ready) throw new Deferred('its order is not here yet');
      };
      await bus.handle(world.ledger({ retry: { attempts: 1, deferForMs: 3_000, firstDelayMs: 5, maxDelayMs: 20 } }));
      await world.place([hopeless]);
      await until('a dead letter', async () => (await listDeadLetters(world.consumer)).length === 1);
      await world.place([early]);
      await until('a first try', async () => (await listDeadLetters(world.consumer, { states: ['retrying'] })).length === 1);
      ready = true;
      await world.untilEffects(1);
      expect((await listDeadLetters(world.consumer)).map(({ envelope, lastError }) => [envelope.aggregateId, lastError])).toEqual([
        [hopeless, 'Deferred: its order is not here yet'],
      ]);
    });

    test('behind a dead letter its aggregate waits, and a replay handles it all in order', async () => {
      const [sick, well] = World.aggregates(2) as [string, string];
      const bus = newBus();
      await world.relay(bus);
      let broken = true;
      world.onHandle = ({ aggregateId }) => {
        if (broken && aggregateId === sick) throw new Error('a bug');
      };
      await bus.handle(world.ledger());
      const [dead] = await world.place([sick, sick, well, sick]);
      await until('three letters', async () => (await listDeadLetters(world.consumer)).length === 3);
      await world.untilEffects(1);
      expect(
        (await listDeadLetters(world.consumer)).map(({ state, envelope, attempts }) => [state, envelope.aggregateVersion, attempts]),
      ).toEqual([
        ['dead', 1, 4],
        ['waiting', 2, 0],
        ['waiting', 3, 0],
      ]);
      expect(await replayDeadLetter(world.consumer, world.run, dead!.id)).toMatchObject({
        replayed: 0,
        stoppedBy: { error: 'Error: a bug' },
        waiting: 2,
      });
      broken = false;
      expect(await replayDeadLetter(world.consumer, world.run, dead!.id)).toEqual({ replayed: 3, stoppedBy: null, waiting: 0 });
      await world.place([sick]);
      await world.untilEffects(5);
      expect(await world.problems()).toEqual([]);
    });

    test('a replay while events of that aggregate arrive leaves none waiting', async () => {
      const [sick] = World.aggregates(1) as [string];
      const bus = newBus();
      await world.relay(bus);
      let broken = true;
      world.onHandle = () => {
        if (broken) throw new Error('a bug');
      };
      await bus.handle(world.ledger({ retry: { attempts: 1 } }));
      const [dead] = await world.place([sick]);
      await until('a dead letter', async () => (await listDeadLetters(world.consumer)).length === 1);
      broken = false;
      await Promise.all([world.placeMany(60, [sick]), replayDeadLetter(world.consumer, world.run, dead!.id)]);
      await world.untilEffects(61);
      expect(await world.problems()).toEqual([]);
      expect(await listDeadLetters(world.consumer)).toEqual([]);
    });

    test('who watches sees what happens from now on, and is told of a gap', async () => {
      const bus = newBus();
      await world.relay(bus);
      await bus.handle(world.ledger());
      await world.placeMany(5);
      await world.untilEffects(5);
      const seen: EventEnvelope[] = [];
      let gaps = 0;
      const watching = await bus.watch({
        domain: 'ledger',
        subjects: ['orders.order.placed', 'orders.*.*'],
        event: (envelope) => seen.push(envelope),
        gap: () => {
          gaps += 1;
        },
      });
      const [a, b] = World.aggregates(2) as [string, string];
      const placed = await world.place([a, b, a]);
      await until('three seen', () => seen.length >= 3);
      expect(seen).toEqual(placed);
      expect(gaps).toBe(0);
      await adapter.interrupt(world, bus);
      await until('a gap', () => gaps > 0);
      const [later] = await world.place([b]);
      await until('the later one', () => seen.some(({ id }) => id === later!.id));
      await watching.stop();
    });

    test('a consumer that was away catches up, and a new one gets the whole history', async () => {
      const bus = newBus();
      await world.relay(bus);
      const running = await bus.handle(world.ledger());
      await world.placeMany(10);
      await world.untilEffects(10);
      await running.stop();
      await world.placeMany(25);
      await bus.handle(world.ledger());
      await world.untilEffects(35);
      expect(await world.problems()).toEqual([]);
    });

    test('a consumer with a new handler asks for the past, and has nothing twice', async () => {
      const bus = newBus();
      await world.relay(bus);
      const before = await bus.handle(world.ledger());
      const [a] = World.aggregates(1) as [string];
      await world.place([a, a]);
      await world.place(World.aggregates(3), 'orders.order.noted');
      await world.untilEffects(2);
      await before.stop();
      await bus.handle(
        world.ledger({
          events: [
            { name: 'orders.order.placed', version: 1 },
            { name: 'orders.order.noted', version: 1 },
          ],
        }),
      );
      await requestReplay(world.consumer, 'orders');
      await world.untilEffects(5);
      expect([...(await world.problems()), ...(await world.problems('orders.order.noted'))]).toEqual([]);
      expect(await world.effectCount()).toBe(5);
    });

    test('a relay that dies after publishing and before anybody knows loses and doubles nothing', async () => {
      const first = newBus();
      await world.relay(first);
      await first.handle(world.ledger());
      await world.placeMany(20);
      await world.untilEffects(20);
      armCrashPoint(adapter.relayDiesAt);
      await world.place(World.aggregates(7));
      await until('the crash', () => !isArmed(adapter.relayDiesAt));
      await first.crash();
      const second = newBus();
      await world.relay(second);
      await second.handle(world.ledger());
      await world.placeMany(20);
      await world.untilEffects(47);
      expect(await world.problems()).toEqual([]);
    });

    test.each([
      'consume.after-commit',
      'consume.before-dead-letter',
    ] as const)('a consumer that dies at %s has every effect once', async (point) => {
      const first = newBus();
      await world.relay(first);
      world.onHandle = ({ aggregateVersion }) => {
        if (point === 'consume.before-dead-letter' && aggregateVersion === 2) throw new Error('a bug');
      };
      armCrashPoint(point, { passes: point === 'consume.after-commit' ? 3 : 0 });
      await first.handle(world.ledger({ retry: { attempts: 1 } }));
      const aggregates = World.aggregates(4);
      await world.placeMany(12, aggregates);
      await until('the crash', () => !isArmed(point));
      await first.crash();
      world.onHandle = () => {};
      const second = newBus();
      await world.relay(second);
      await second.handle(world.ledger());
      await until('all settled', async () => (await world.effectCount()) + (await listDeadLetters(world.consumer)).length >= 12);
      for (const { envelope, state } of await listDeadLetters(world.consumer)) {
        if (state === 'dead') await replayDeadLetter(world.consumer, world.run, envelope.id);
      }
      expect(await world.problems()).toEqual([]);
    });

    test('two relays at once are harmless', async () => {
      const [one, other] = [newBus(), newBus()];
      await world.relay(one);
      await one.handle(world.ledger());
      await world.relay(other);
      await Promise.all([world.placeMany(80), world.placeMany(80), world.placeMany(80)]);
      await world.untilEffects(240);
      expect(await world.problems()).toEqual([]);
      const [places] = await world.publisher.query<{ count: number; places: number; last: number }>(
        'select count(*)::int as count, count(distinct stream_sequence)::int as places, max(stream_sequence)::int as last from outbox',
      );
      expect(places).toEqual({ count: 240, places: 240, last: 240 });
    });
  });
}
