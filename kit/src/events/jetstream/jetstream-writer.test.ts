import { afterAll, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { natsForTests } from '../../../../tests/setup/nats-for-tests.ts';
import { silentLogger } from '../bus.ts';
import type { WaitingRow } from '../outbox-marks.ts';
import { OutOfStep } from '../stream-writer.ts';
import { BrokerConnection } from './broker-connection.ts';
import { JetStreamWriter } from './jetstream-writer.ts';

const nats = await natsForTests(['orders']);
// Without a nats-server there is nothing to test against; CI must have one, and `natsForTests` fails there without.
const suite = nats ? describe : describe.skip;

const row = (): WaitingRow => ({
  again: false,
  envelope: {
    id: v7(),
    name: 'orders.order.placed',
    version: 1,
    aggregateType: 'Order',
    aggregateId: 'one',
    aggregateVersion: 1,
    occurredAt: new Date().toISOString(),
    traceparent: null,
    payload: {},
  },
});

suite('the fence of a stream', () => {
  if (!nats) return;
  afterAll(() => nats.remove());

  const open = async (): Promise<{ connection: BrokerConnection; writer: JetStreamWriter }> => {
    const connection = await BrokerConnection.open(nats.server.url, 'orders', nats.server.credentials('orders'), silentLogger);
    return {
      connection,
      writer: new JetStreamWriter(connection, 'orders', { maxAgeMs: 3_600_000, duplicateWindowMs: 60_000, replicas: 1 }),
    };
  };

  test('of two writers that think they are at the same place, one gets all in and the other nothing', async () => {
    const [ours, theirs] = [await open(), await open()];
    await ours.writer.create(0);
    await ours.writer.publish([row()], 0);
    // The second of our batch fits behind the one of theirs by its number, but not by the event that it must follow.
    const [batch, theirRow] = [[row(), row(), row()], row()];
    await theirs.writer.publish([theirRow], 1);
    await expect(ours.writer.publish(batch, 1)).rejects.toThrow(OutOfStep);
    expect(await ours.writer.bounds()).toMatchObject({ first: 1, last: 2 });
    expect(await ours.writer.idAt(2)).toBe(theirRow.envelope.id);
    await ours.writer.publish(batch, 2);
    expect(await ours.writer.bounds()).toMatchObject({ first: 1, last: 5 });
    await ours.connection.close();
    await theirs.connection.close();
  });

  test('a stream that is made anew goes on with the old numbers', async () => {
    const { connection, writer } = await open();
    await writer.create(100);
    expect(await writer.bounds()).toMatchObject({ first: 101, last: 100 });
    const rows = [row(), row()];
    await writer.publish(rows, 100);
    expect(await writer.idAt(102)).toBe(rows[1]!.envelope.id);
    await expect(writer.publish([row()], 2)).rejects.toThrow(OutOfStep);
    await connection.close();
  });
});

test('this file has a test where no server can be had', () => {
  expect(true).toBe(true);
});
