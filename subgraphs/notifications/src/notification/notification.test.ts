import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, answering, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { describeProducts } from '@stoa/schema/commands/catalog';
import { ShipmentStarted } from '@stoa/schema/events/fulfillment';
import { UserSuspended } from '@stoa/schema/events/identity';
import { EnrollmentStarted } from '@stoa/schema/events/learning';
import { DownloadAttached } from '@stoa/schema/events/media';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { LineRefunded } from '@stoa/schema/events/payments';
import { ReviewPublished } from '@stoa/schema/events/reviews';
import { address } from '../address/address.job.ts';
import manifest from '../index.ts';
import { addressBy, aNotification, anOrder, buyers, neighbours, userOfSeller } from '../testing/given-notifications.ts';

let notifications: TestSubgraph;

beforeAll(async () => {
  notifications = await startTestSubgraph(manifest, { commands: neighbours });
});
afterAll(() => notifications.stop());

interface Seen {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  readonly readAt: string | null;
  readonly deliveries: readonly { readonly channel: string; readonly status: string; readonly attempts: number }[];
}

/** What somebody reads in their history, as the gateway asks for it. */
async function historyOf(viewer: ReturnType<typeof aBuyer>, unreadOnly = false): Promise<readonly Seen[]> {
  const { _entities } = await notifications.as(viewer).query<{ _entities: readonly { notifications: { nodes: readonly Seen[] } }[] }>(
    `query ($id: ID!, $unreadOnly: Boolean!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User {
      notifications(unreadOnly: $unreadOnly) { totalCount nodes { id kind title body readAt deliveries { channel status attempts } } } } } }`,
    { id: viewer.userId, unreadOnly },
  );
  return _entities[0]!.notifications.nodes;
}

const set = (viewer: ReturnType<typeof aBuyer>, input: object) =>
  notifications
    .as(viewer)
    .query('mutation ($input: NotificationSettingsInput!) { setNotificationSettings(input: $input) { locale digest } }', { input });

test('a confirmed order tells its buyer and its seller, each what is theirs', async () => {
  const buyer = aBuyer();
  const order = anOrder(buyer.userId!);
  await notifications.deliver(OrderConfirmed, order);
  await addressBy(notifications, 'EMAIL');
  expect(await historyOf(buyer)).toEqual([
    {
      ...{ id: expect.any(String), kind: 'ORDER_CONFIRMED', title: 'Order ST-7K3M-92QX is confirmed', readAt: null },
      body: expect.stringContaining('2 × Brass lamp\n\nTotal: $40.00'),
      deliveries: [
        { channel: 'LIVE', status: 'DELIVERED', attempts: 1 },
        { channel: 'EMAIL', status: 'QUEUED', attempts: 0 },
      ],
    },
  ]);
  const seller = { ...aBuyer(), userId: userOfSeller(order.lines[0]!.sellerId) };
  expect((await historyOf(seller)).map(({ kind, body }) => [kind, body])).toEqual([['ORDER_RECEIVED', 'It is paid. Please send it.']]);
});

test('a parcel is told to whoever placed the order, whom the event does not name', async () => {
  const buyer = aBuyer();
  const orderId = newId();
  buyers.set(orderId, buyer.userId!);
  await notifications.deliver(ShipmentStarted, { shipmentId: newId(), orderId, sellerId: newId(), status: 'SHIPPED' });
  await addressBy(notifications, 'EMAIL');
  expect((await historyOf(buyer)).map(({ title }) => title)).toEqual(['A parcel of order ST-7K3M-92QX is on its way']);
});

test('a new version of a download is told to those who have it, once each, and not to whoever was paid back', async () => {
  const productId = newId();
  const [owner, refunded] = [aBuyer(), aBuyer()];
  for (const { userId } of [owner, owner, refunded]) await notifications.deliver(OrderConfirmed, anOrder(userId!, 'DIGITAL', productId));
  const order = anOrder(refunded.userId!, 'DIGITAL', productId);
  const [{ unitPrice: _price, ...line }] = order.lines as [(typeof order.lines)[number]];
  await notifications.sql.query('update owned_product set order_item_id = $1 where buyer_id = $2', [line.orderItemId, refunded.userId]);
  await notifications.deliver(LineRefunded, { ...line, paymentId: newId(), orderId: order.orderId, buyerId: refunded.userId! });
  await notifications.deliver(DownloadAttached, { productId, sellerId: newId(), fileId: newId() });
  await addressBy(notifications);
  const toldOf = async (viewer: typeof owner) =>
    (await historyOf(viewer)).filter(({ kind }) => kind === 'DOWNLOAD_UPDATED').map(({ title }) => title);
  expect(await toldOf(owner)).toEqual(['There is a new version of A <b>book</b>']);
  expect(await toldOf(refunded)).toEqual([]);
});

test('what is said is said in the reader’s language, also of what they were told before', async () => {
  const buyer = aBuyer();
  await aNotification(notifications, buyer.userId!);
  await set(buyer, { locale: 'de' });
  expect((await historyOf(buyer))[0]!.title).toBe('Bestellung ST-7K3M-92QX ist bestätigt');
});

test('while a neighbour does not answer, what needs nothing of it is told all the same, and the rest later', async () => {
  const student = aBuyer();
  notifications.play(
    answering(describeProducts, () => {
      throw new Error('down');
    }),
  );
  await notifications.deliver(EnrollmentStarted, {
    ...{ enrollmentId: newId(), courseId: newId(), productId: newId(), sellerId: newId(), studentId: student.userId!, orderId: newId() },
  });
  await notifications.deliver(UserSuspended, { userId: student.userId!, sellerId: null });
  await addressBy(notifications, 'EMAIL');
  expect((await historyOf(student)).map(({ kind }) => kind)).toEqual(['ACCOUNT_SUSPENDED']);
  notifications.play(neighbours[2]!);
  await notifications.sql.query('update notification set next_try_at = now() where addressed_at is null');
  await notifications.run(address);
  expect((await historyOf(student)).map(({ kind }) => kind).sort()).toEqual(['ACCOUNT_SUSPENDED', 'ENROLLED']);
});

describe('reading', () => {
  test('marks once, and the unread are counted without it', async () => {
    const buyer = aBuyer();
    const id = await aNotification(notifications, buyer.userId!);
    const mark = () =>
      notifications
        .as(buyer)
        .query<{ markNotificationRead: { readAt: string } }>('mutation ($id: ID!) { markNotificationRead(id: $id) { id readAt } }', { id });
    const { markNotificationRead: first } = await mark();
    expect((await mark()).markNotificationRead.readAt).toBe(first.readAt);
    expect(await historyOf(buyer, true)).toEqual([]);
    expect(await historyOf(buyer)).toHaveLength(1);
  });
});

test('two who decide at once decide once, and a user’s notifications are numbered without a gap', async () => {
  const sellerId = newId();
  for (let times = 0; times < 30; times++)
    await notifications.deliver(ReviewPublished, {
      ...{ reviewId: newId(), productId: newId(), sellerId, buyerId: newId(), rating: 5, verifiedPurchase: true },
    });
  await Promise.all([addressBy(notifications, 'EMAIL'), addressBy(notifications, 'EMAIL')]);
  const rows = await notifications.sql.query<{ sequence: number }>(
    'select sequence from notification where user_id = $1 order by sequence',
    [userOfSeller(sellerId)],
  );
  expect(rows.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
});

test('of what happened long ago nobody is written to; it stands in their history', async () => {
  const buyer = aBuyer();
  await notifications.deliver(OrderConfirmed, anOrder(buyer.userId!), { occurredAt: '2020-01-01T00:00:00.000Z' });
  await addressBy(notifications, 'EMAIL');
  expect((await historyOf(buyer)).map(({ deliveries }) => deliveries.map(({ channel }) => channel))).toEqual([['LIVE']]);
});
