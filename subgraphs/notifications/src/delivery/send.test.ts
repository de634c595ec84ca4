import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { anAdmin, answering, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { readContacts } from '@stoa/schema/commands/identity';
import type { DeliveryOutcome } from '../channel/channel.ts';
import manifest from '../index.ts';
import { aNotification, emailOf, letTimePass, neighbours, PlayedChannel, sendBy } from '../testing/given-notifications.ts';
import { MAX_TRIES } from './backoff.ts';
import { endOverdue } from './claim.ts';
import { noteOutcome } from './note-outcome.ts';

let notifications: TestSubgraph;

beforeAll(async () => {
  notifications = await startTestSubgraph(manifest, { commands: neighbours });
});
afterAll(() => notifications.stop());
beforeEach(() => notifications.sql.query('truncate notification, notification_delivery, dead_address'));

interface Row {
  readonly id: string;
  readonly status: string;
  readonly attempts: number;
  readonly error: string | null;
}

const deliveryOf = async (notificationId: string): Promise<Row> => {
  const [row] = await notifications.sql.query<Row>(
    `select id, status, attempts, error from notification_delivery where notification_id = $1 and channel = 'EMAIL'`,
    [notificationId],
  );
  return row!;
};

const busy: DeliveryOutcome = { kind: 'retry', code: 'busy' };

test('a mail goes to where identity says, in two forms, with a link to opt out', async () => {
  const userId = newId();
  const id = await aNotification(notifications, userId);
  const mail = new PlayedChannel();
  await sendBy(notifications, mail);
  const delivery = await deliveryOf(id);
  expect(delivery).toMatchObject({ status: 'DELIVERED', attempts: 1, error: null });
  expect(mail.taken.filter(({ recipient }) => recipient === emailOf(userId))).toEqual([
    expect.objectContaining({
      key: delivery.id,
      locale: 'en',
      title: 'Order ST-7K3M-92QX is confirmed',
      text: expect.stringContaining('Total: $40.00'),
      html: expect.stringContaining('<p'),
      unsubscribeUrl: expect.stringContaining(`/notifications/unsubscribe?user=${userId}&kind=ORDER_CONFIRMED&signature=`),
      actionUrl: expect.stringContaining('/orders/'),
    }),
  ]);
});

test('what is not taken is tried again under the same key until it is a dead letter, which an administrator has tried again', async () => {
  const id = await aNotification(notifications, newId());
  const mail = new PlayedChannel('EMAIL', () => busy);
  for (let times = 0; times < MAX_TRIES + 2; times++) {
    await sendBy(notifications, mail);
    await letTimePass(notifications);
  }
  const { id: key } = await deliveryOf(id);
  expect(await deliveryOf(id)).toMatchObject({ status: 'FAILED', attempts: MAX_TRIES, error: 'busy' });
  expect(mail.taken.filter((message) => message.key === key)).toHaveLength(MAX_TRIES);
  const admin = notifications.as(anAdmin());
  const { failedNotifications } = await admin.query<{ failedNotifications: { nodes: { id: string }[] } }>(
    '{ failedNotifications { totalCount nodes { id deliveries { status error } } } }',
  );
  expect(failedNotifications.nodes.map((each) => each.id)).toContain(id);
  await admin.query('mutation ($id: ID!) { retryNotification(id: $id) { id deliveries { status } } }', { id });
  await sendBy(notifications, new PlayedChannel());
  expect(await deliveryOf(id)).toMatchObject({ status: 'DELIVERED', attempts: 1 });
});

test('it is not tried again before its time', async () => {
  const id = await aNotification(notifications, newId());
  const mail = new PlayedChannel('EMAIL', () => busy);
  await sendBy(notifications, mail);
  const tries = mail.taken.length;
  await sendBy(notifications, mail);
  expect(mail.taken).toHaveLength(tries);
  expect(await deliveryOf(id)).toMatchObject({ status: 'QUEUED', attempts: 1, error: 'busy' });
});

test('a channel that throws stops no other message, and what it says is not kept', async () => {
  const [first, second] = [await aNotification(notifications, newId()), await aNotification(notifications, newId())];
  const { id: bad } = await deliveryOf(first);
  const mail = new PlayedChannel('EMAIL', ({ key }) => {
    if (key === bad) throw new Error('no such mailbox: pat@example.com');
    return { kind: 'delivered' };
  });
  await sendBy(notifications, mail);
  expect(await deliveryOf(first)).toMatchObject({ status: 'QUEUED', error: 'channel_failed' });
  expect(await deliveryOf(second)).toMatchObject({ status: 'DELIVERED' });
});

describe('an address', () => {
  test('that is gone is written to no more, and only its hash is kept', async () => {
    const userId = newId();
    const gone = new PlayedChannel('EMAIL', () => ({ kind: 'permanent', code: 'no_mailbox', isAddressGone: true }));
    const first = await aNotification(notifications, userId);
    await sendBy(notifications, gone);
    expect(await deliveryOf(first)).toMatchObject({ status: 'FAILED', attempts: 1, error: 'no_mailbox' });
    const second = await aNotification(notifications, userId);
    const mail = new PlayedChannel();
    await sendBy(notifications, mail);
    expect(mail.taken.filter(({ recipient }) => recipient === emailOf(userId))).toEqual([]);
    expect(await deliveryOf(second)).toMatchObject({ status: 'FAILED', error: 'no_address' });
    const kept = await notifications.sql.query('select hash from dead_address');
    expect(JSON.stringify(kept)).not.toContain(userId);
  });

  test('that identity cannot say now is asked for later', async () => {
    const id = await aNotification(notifications, newId());
    notifications.play(
      answering(readContacts, () => {
        throw new Error('down');
      }),
    );
    const mail = new PlayedChannel();
    await sendBy(notifications, mail);
    expect(await deliveryOf(id)).toMatchObject({ status: 'QUEUED', error: 'address_unknown' });
    notifications.play(neighbours[0]!);
    await letTimePass(notifications);
    await sendBy(notifications, mail);
    expect(await deliveryOf(id)).toMatchObject({ status: 'DELIVERED' });
  });
});

test('what nobody wants to hear of any more ends as a dead letter', async () => {
  const id = await aNotification(notifications, newId());
  await notifications.sql.query(`update notification_delivery set deadline_at = now() where status = 'QUEUED'`);
  const mail = new PlayedChannel();
  await sendBy(notifications, mail);
  expect(mail.taken).toEqual([]);
  await endOverdue(notifications.context());
  expect(await deliveryOf(id)).toMatchObject({ status: 'FAILED', error: 'overdue' });
});

test('a provider may say later that it has a message, or that it could not bring it', async () => {
  const id = await aNotification(notifications, newId());
  const { id: key } = await deliveryOf(id);
  await noteOutcome(notifications.sql, key, { kind: 'delivered', providerId: 'p1' });
  expect(await deliveryOf(id)).toMatchObject({ status: 'DELIVERED' });
  await noteOutcome(notifications.sql, key, { kind: 'permanent', code: 'bounced' });
  await noteOutcome(notifications.sql, key, { kind: 'delivered', providerId: 'p1' });
  expect(await deliveryOf(id)).toMatchObject({ status: 'FAILED', error: 'bounced' });
});
