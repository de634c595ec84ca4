import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { asOperator, deleteStreams, wipeStore } from '../../../../tests/faults/broker-store.ts';
import { until, World } from '../../../../tests/faults/world.ts';
import { natsForTests } from '../../../../tests/setup/nats-for-tests.ts';
import { newId } from '../../persistence/uuid.ts';
import type { Relay } from '../bus.ts';
import type { EventEnvelope } from '../contract.ts';
import { EventFigures } from '../event-figures.ts';
import { requestRebuild } from '../relay-alarm.ts';
import { JetStreamBus } from './jetstream-bus.ts';

const nats = await natsForTests(['orders', 'ledger']);
// Without a nats-server there is nothing to test against; CI must have one, and `natsForTests` fails there without.
const suite = nats ? describe : describe.skip;

suite('when the database was set back to an earlier point', () => {
  if (!nats) return;
  let world: World;
  let figures: EventFigures;
  let buses: JetStreamBus[];
  const newBus = (): JetStreamBus => {
    const bus = new JetStreamBus({
      servers: nats.server.url,
      credentials: (domain) => nats.server.credentials(domain),
      figures,
      lease: { ttlMs: 1_500, renewMs: 300 },
      pollMs: 300,
      savePositionMs: 20,
    });
    buses.push(bus);
    return bus;
  };
  let relay: Relay;
  let alarms: string[];
  let before: EventEnvelope[];
  const aggregates = World.aggregates(10);

  beforeEach(async () => {
    world = await World.create();
    figures = new EventFigures();
    buses = [];
    const bus = newBus();
    alarms = [];
    relay = await world.relay(bus, (reason) => void alarms.push(reason));
    await bus.handle(world.ledger());
    before = await world.placeMany(10, aggregates);
    await world.untilEffects(10);
    await until('all marked', async () => (await waiting()) === 0);
    await world.publisher.query('create table later as select * from outbox where stream_sequence > 6');
    await world.publisher.query('delete from outbox where stream_sequence > 6');
    await world.placeMany(3);
    await until('an alarm', () => relay.state === 'alarmed');
  });

  afterEach(async () => {
    await Promise.all(buses.map((bus) => bus.close()));
    await deleteStreams(nats);
    await world.drop();
  });
  afterAll(() => nats.remove());

  test('the relay stands still with an alarm', async () => {
    const [first] = await world.publisher.query<{ id: string }>('select id::text as id from later order by stream_sequence limit 1');
    expect(alarms).toEqual([expect.stringContaining(first!.id)]);
    expect(relay.state).toBe('alarmed');
    expect((await asOperator(nats, (jsm) => jsm.streams.info('orders'))).state.last_seq).toBe(10);
  });

  test('it goes on by itself when the database is put right', async () => {
    await world.publisher.query('insert into outbox select * from later');
    await world.untilEffects(13);
    expect(relay.state).toBe('running');
    expect(await requestRebuild(world.publisher)).toBeNull();
    expect(await world.problems()).toEqual([]);
  });

  test('or it makes the stream anew from the outbox, when a person says that this is right', async () => {
    await until('the alarm is written down', async () => (await requestRebuild(world.publisher)) === alarms[0]);
    await world.untilEffects(13);
    expect(relay.state).toBe('running');
    await world.placeMany(5);
    await world.untilEffects(18);
    expect(await world.problems()).toEqual([]);
    // It begins behind what was forgotten: the places of before belong to events that others have handled there.
    expect(await places()).toEqual([1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16, 17, 18]);
    expect((await asOperator(nats, (jsm) => jsm.streams.info('orders'))).state.messages).toBe(8);
    expect(figures.rewinds.of('ledger', 'orders').value).toBe(0);
    // The decision was for this alarm alone.
    expect(await world.publisher.query('select 1 from relay_alarm')).toEqual([]);
  });

  test('what is told of an aggregate then is later than all that others have heard of it', async () => {
    // As a restored row has it: the number that a forgotten event had.
    const [said] = await world.tell([{ ...before[8]!, id: newId(), payload: { another: 'thing' } }]);
    await rebuilt();
    await world.untilEffects(14);
    const [later] = await world.tell([{ ...said!, id: newId(), aggregateVersion: 2 }]);
    await world.untilEffects(15);
    const effects = (await world.effects()).filter(({ aggregateId }) => aggregateId === said!.aggregateId);
    expect(effects.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(effects.map(({ eventId }) => eventId)).toEqual([before[8]!.id, said!.id, later!.id]);
  });

  test('an event that can happen once only is the same one when it is told again, before the decision or after it', async () => {
    await world.tell([{ ...before[8]!, id: newId() }]);
    await rebuilt();
    await world.untilEffects(13);
    await world.tell([{ ...before[9]!, id: newId() }]);
    await world.placeMany(1);
    await world.untilEffects(14);
    const handled = (await world.effects()).map(({ eventId }) => eventId);
    for (const again of [before[8]!, before[9]!]) expect(handled.filter((id) => id === again.id)).toHaveLength(1);
    expect(handled).toHaveLength(14);
    const retold = await world.publisher.query<{ id: string }>('select id::text as id from outbox_forgotten where retold');
    expect(retold.map(({ id }) => id).sort()).toEqual([before[8]!.id, before[9]!.id].sort());
  });

  test('a consumer that was away reads what came before from the outbox, also where the broker then loses its store', async () => {
    await rebuilt();
    await world.untilEffects(13);
    await wipeStore(nats);
    await world.placeMany(2);
    await world.untilEffects(15);
    expect(await places()).toEqual([1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15]);
    await world.consumer.query('truncate inbox, consumer_position, effect');
    await buses[0]!.close();
    const again = newBus();
    await world.relay(again);
    await again.handle(world.ledger());
    await world.untilEffects(11);
    expect(await world.problems()).toEqual([]);
  });

  const rebuilt = () => until('the alarm is decided', async () => (await requestRebuild(world.publisher)) !== null);

  async function places(): Promise<number[]> {
    const rows = await world.publisher.query<{ place: number }>(
      'select stream_sequence::int as place from outbox where stream_sequence is not null order by 1',
    );
    return rows.map(({ place }) => place);
  }

  async function waiting(): Promise<number> {
    const [row] = await world.publisher.query<{ count: number }>('select count(*)::int as count from outbox where stream_sequence is null');
    return row!.count;
  }
});

test('this file has a test where no server can be had', () => {
  expect(true).toBe(true);
});
