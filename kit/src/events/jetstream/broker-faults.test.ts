import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { asOperator, copyStore, deleteStreams, wipeStore } from '../../../../tests/faults/broker-store.ts';
import { until, World } from '../../../../tests/faults/world.ts';
import { natsForTests } from '../../../../tests/setup/nats-for-tests.ts';
import { EventFigures } from '../event-figures.ts';
import { JetStreamBus, type JetStreamBusOptions } from './jetstream-bus.ts';

const nats = await natsForTests(['orders', 'ledger']);
// Without a nats-server there is nothing to test against; CI must have one, and `natsForTests` fails there without.
const suite = nats ? describe : describe.skip;

suite('when the broker fails', () => {
  if (!nats) return;
  let world: World;
  let figures: EventFigures;
  let buses: JetStreamBus[];
  const newBus = (options: Partial<JetStreamBusOptions> = {}): JetStreamBus => {
    const bus = new JetStreamBus({
      servers: nats.server.url,
      credentials: (domain) => nats.server.credentials(domain),
      figures,
      lease: { ttlMs: 1_500, renewMs: 300 },
      pollMs: 300,
      savePositionMs: 20,
      ...options,
    });
    buses.push(bus);
    return bus;
  };

  beforeEach(async () => {
    world = await World.create();
    figures = new EventFigures();
    buses = [];
  });
  afterEach(async () => {
    await Promise.all(buses.map((bus) => bus.close()));
    await deleteStreams(nats);
    await world.drop();
  });
  afterAll(() => nats.remove());

  /** Lets the handler stand still from some point on, so that deliveries are under way that nobody has settled. */
  function holdHandlers(): { held(): number; release(): void } {
    let held = 0;
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    world.onHandle = async () => {
      held += 1;
      await gate;
    };
    return { held: () => held, release };
  }

  test.each([
    { stream: undefined, what: 'its whole store' },
    { stream: 'orders', what: 'one stream' },
  ])('a server that comes back with an earlier copy of $what, under deliveries that are not settled', async ({ stream }) => {
    const bus = newBus();
    await world.relay(bus);
    await bus.handle(world.ledger());
    await world.placeMany(40);
    await world.untilEffects(40);
    const copy = await copyStore(nats);
    await world.placeMany(40);
    await world.untilEffects(80);
    const handlers = holdHandlers();
    await world.placeMany(20);
    await until('deliveries under way', () => handlers.held() >= 2);
    await copy.restore(stream);
    await world.placeMany(10);
    handlers.release();
    await world.untilEffects(110);
    await until('all in the stream', async () => (await waiting()) === 0);
    expect(await world.problems()).toEqual([]);
    expect(figures.lost.of('orders').value).toBeGreaterThan(0);
    copy.remove();
  });

  test('a consumer that only comes when the stream was rolled back and has grown past its place again', async () => {
    const bus = newBus();
    await world.relay(bus);
    const [slow] = World.aggregates(1) as [string];
    let stuck = true;
    world.onHandle = ({ aggregateId }) => {
      if (stuck && aggregateId === slow) throw new Error('not yet');
    };
    const consumer = await bus.handle(world.ledger({ retry: { attempts: 1_000, maxDelayMs: 20 } }));
    await world.placeMany(10);
    await world.untilEffects(10);
    const copy = await copyStore(nats);
    await world.placeMany(10);
    await world.place([slow]);
    await world.placeMany(10);
    await world.untilEffects(30);
    await consumer.stop();
    await copy.restore();
    await world.placeMany(30);
    await until('all in the stream', async () => (await waiting()) === 0);
    stuck = false;
    await bus.handle(world.ledger());
    await world.untilEffects(61);
    expect(await world.problems()).toEqual([]);
    copy.remove();
  });

  test('events that were published, not marked and then lost, with others committed between', async () => {
    const bus = newBus();
    const relay = await world.relay(bus);
    const consumer = await bus.handle(world.ledger());
    await world.placeMany(5);
    await world.untilEffects(5);
    const copy = await copyStore(nats);
    await world.placeMany(6);
    await world.untilEffects(11);
    await relay.stop();
    await consumer.stop();
    // The marks are taken away: this relay died before it could write them.
    await world.publisher.query('update outbox set stream_sequence = null, stored_at = null where stream_sequence > 5');
    await copy.restore();
    // A transaction that began before those, and commits only now, takes a place between them.
    await world.placeMany(1);
    await world.publisher.query(
      'update outbox set position = (select min(position) from outbox) + 6 where stream_sequence is null and position = (select max(position) from outbox)',
    );
    const second = newBus();
    await world.relay(second);
    await until('all in the stream', async () => (await waiting()) === 0);
    await second.handle(world.ledger());
    await world.untilEffects(12);
    expect(await world.problems()).toEqual([]);
    expect(figures.rewinds.of('ledger', 'orders').value).toBe(1);
    copy.remove();
  });

  test('a server whose store is gone', async () => {
    const bus = newBus();
    await world.relay(bus);
    await bus.handle(world.ledger());
    await world.placeMany(30);
    await world.untilEffects(30);
    await wipeStore(nats);
    await world.placeMany(30);
    await world.untilEffects(60);
    await until('all in the stream', async () => (await waiting()) === 0);
    expect(await world.problems()).toEqual([]);
  });

  test('a store that is gone is filled again only with what a stream would still keep, under the old numbers', async () => {
    const bus = newBus();
    await world.relay(bus);
    await bus.handle(world.ledger());
    await world.placeMany(30);
    await world.untilEffects(30);
    await until('all marked', async () => (await waiting()) === 0);
    await world.publisher.query(`update outbox set stored_at = now() - interval '8 days' where stream_sequence <= 20`);
    await wipeStore(nats);
    await world.placeMany(5);
    await world.untilEffects(35);
    await until('all in the stream', async () => (await waiting()) === 0);
    expect((await asOperator(nats, (jsm) => jsm.streams.info('orders'))).state.messages).toBe(15);
    const [marks] = await world.publisher.query('select max(stream_sequence)::int as last, count(*)::int as count from outbox');
    expect(marks).toEqual({ last: 35, count: 35 });
    // A consumer that is new gets the twenty from the outbox and the others from the stream.
    await world.consumer.query('truncate inbox, consumer_position, effect');
    await buses[0]!.close();
    const again = newBus();
    await world.relay(again);
    await again.handle(world.ledger());
    await world.untilEffects(35);
    expect(await world.problems()).toEqual([]);
    expect(figures.replayed.of('ledger', 'orders').value).toBe(20);
  });

  test('kill -9 of the server, again and again, while events are committed', async () => {
    const bus = newBus();
    await world.relay(bus);
    await bus.handle(world.ledger());
    const placing = Promise.all([world.placeMany(400), world.placeMany(400)]);
    for (const after of [100, 250, 400]) {
      await world.untilEffects(after);
      await nats.server.kill();
      await nats.restart();
    }
    await placing;
    await world.untilEffects(800);
    expect(await world.problems()).toEqual([]);
  });

  test('a stream that begins beyond a consumer sends it to the outbox, and disturbs no other', async () => {
    const bus = newBus();
    await world.relay(bus);
    const up = await bus.handle(world.ledger());
    await world.placeMany(10);
    await world.untilEffects(10);
    await up.stop();
    await world.placeMany(450);
    await until('all in the stream', async () => (await waiting()) === 0);
    await asOperator(nats, (jsm) => jsm.streams.purge('orders', { seq: 441 }));
    await bus.handle(world.ledger());
    await world.untilEffects(460);
    expect(await world.problems()).toEqual([]);
    expect(figures.replayed.of('ledger', 'orders').value).toBe(430);
  });

  test('another replica goes on when the one that read and carried is killed', async () => {
    const standingBy = newBus();
    await world.relay(standingBy);
    await standingBy.handle(world.ledger());
    const atWork = newBus();
    await world.relay(atWork);
    await atWork.handle(world.ledger());
    await world.placeMany(50);
    await world.untilEffects(20);
    await atWork.crash();
    await world.placeMany(50);
    await world.untilEffects(100);
    expect(await world.problems()).toEqual([]);
  });

  async function waiting(): Promise<number> {
    const [row] = await world.publisher.query<{ count: number }>('select count(*)::int as count from outbox where stream_sequence is null');
    return row!.count;
  }
});

test('this file has a test where no server can be had', () => {
  expect(true).toBe(true);
});
