import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, aSeller, scenarioOn, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { cancelShipments, dropShipments, prepareShipments } from '@stoa/schema/commands/fulfillment';
import { DeliveryAcknowledged, ItemsDropped, ShipmentDelivered, ShipmentStarted, ShipmentUpdated } from '@stoa/schema/events/fulfillment';
import { OrderCancelled } from '@stoa/schema/events/orders';
import { LineRefunded } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import {
  aPreparation,
  aRefundedLine,
  confirmParcel,
  paidParcels,
  processParcel,
  provisionalParcels,
  shipParcel,
} from '../testing/given-parcels.ts';
import { Shipment } from './shipment.entity.ts';

let fulfillment: TestSubgraph;
beforeAll(async () => {
  fulfillment = await startTestSubgraph(manifest);
});
afterAll(() => fulfillment?.stop());

const { when, then } = scenarioOn(() => fulfillment);
const parcel = (id: string): Promise<Shipment> => fulfillment.context().read.findOneOrFail(Shipment, { id });
const cancelled = (orderId: string) => ({ orderId, cartId: newId(), buyerId: newId(), reason: 'REFUNDED' as const, paid: true });

test('versions count the changes of all parcels of an order', async () => {
  const [first, second] = [aSeller(), aSeller()];
  const { ids } = await paidParcels(fulfillment, { sellers: [first, second] });
  expect(await Promise.all(ids.map(async (id) => (await parcel(id)).version))).toEqual([1, 2]);
  expect(await processParcel(fulfillment, second, ids[1]!)).toMatchObject({ version: 3 });
  expect(await processParcel(fulfillment, first, ids[0]!)).toMatchObject({ version: 4 });
  expect(await shipParcel(fulfillment, second, ids[1]!)).toMatchObject({ version: 5 });
  expect(await parcel(ids[0]!)).toMatchObject({ version: 4 });
});

test('parcels of one order that change at once get numbers of their own', async () => {
  const sellers = [1, 2, 3, 4, 5].map(aSeller);
  const { ids } = await paidParcels(fulfillment, { sellers });
  const seen = await Promise.all(ids.map((id, index) => processParcel(fulfillment, sellers[index]!, id)));
  expect(seen.map(({ version }) => version).sort((left, right) => left - right)).toEqual([6, 7, 8, 9, 10]);
});

test('a parcel goes from hand to hand, and each step is told once', async () => {
  const seller = aSeller();
  const { ids, buyer } = await paidParcels(fulfillment, { sellers: [seller] });
  const shipmentId = ids[0]!;
  await processParcel(fulfillment, seller, shipmentId);
  await processParcel(fulfillment, seller, shipmentId);
  await shipParcel(fulfillment, seller, shipmentId);
  await confirmParcel(fulfillment, buyer, shipmentId);
  await confirmParcel(fulfillment, buyer, shipmentId);
  const told = (await fulfillment.emitted(ShipmentUpdated)).filter((facts) => facts.shipmentId === shipmentId);
  expect(told.map(({ status }) => status)).toEqual(['PROCESSING', 'SHIPPED', 'DELIVERED']);
  await then.emitted(ShipmentStarted, { shipmentId, status: 'SHIPPED' });
  await then.emitted(ShipmentDelivered, { shipmentId, status: 'DELIVERED' });
});

test('a parcel that nobody has paid for refuses to be processed', async () => {
  const seller = aSeller();
  const { ids } = await provisionalParcels(fulfillment, { sellers: [seller] });
  const waiting = await parcel(ids[0]!);
  await expect(processParcel(fulfillment, seller, waiting.id)).rejects.toMatchObject({
    code: 'INVALID_TRANSITION',
    message: 'The order is not paid yet',
  });
  await then.unchanged(waiting);
});

test('a parcel is not shipped before it is processed, and not twice', async () => {
  const seller = aSeller();
  const { ids } = await paidParcels(fulfillment, { sellers: [seller] });
  const pending = await parcel(ids[0]!);
  await expect(shipParcel(fulfillment, seller, pending.id)).rejects.toMatchObject({
    code: 'INVALID_TRANSITION',
    details: { status: 'PENDING' },
  });
  await then.unchanged(pending);
  await processParcel(fulfillment, seller, pending.id);
  await shipParcel(fulfillment, seller, pending.id);
  const shipped = await parcel(pending.id);
  await expect(shipParcel(fulfillment, seller, shipped.id)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  await then.unchanged(shipped);
});

test("another seller's parcel is not there", async () => {
  const [seller, colleague] = [aSeller(), aSeller()];
  const { ids } = await paidParcels(fulfillment, { sellers: [seller, colleague] });
  const own = await parcel(ids[0]!);
  for (const stranger of [colleague, aSeller()]) {
    await expect(processParcel(fulfillment, stranger, own.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(shipParcel(fulfillment, stranger, own.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(confirmParcel(fulfillment, stranger, own.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
  await then.unchanged(own);
});

test('an order that ends takes back what has not left yet, and only that', async () => {
  const sellers = [aSeller(), aSeller()];
  const { ids, orderId } = await paidParcels(fulfillment, { sellers });
  await processParcel(fulfillment, sellers[0]!, ids[0]!);
  await shipParcel(fulfillment, sellers[0]!, ids[0]!);
  await when(OrderCancelled, cancelled(orderId));
  expect(await parcel(ids[0]!)).toMatchObject({ status: 'SHIPPED' });
  expect(await parcel(ids[1]!)).toMatchObject({ status: 'CANCELLED' });
});

test('preparing an order twice, or five times at once, is preparing it once', async () => {
  const asked = aPreparation(aBuyer(), [aSeller(), aSeller()]);
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => fulfillment.answer(prepareShipments, asked, { key: asked.orderId })));
  expect(new Set(answers.map(({ shipmentIds }) => [...shipmentIds].sort().join())).size).toBe(1);
});

test.each([
  ['the drop of its parcels', (orderId: string) => fulfillment.answer(dropShipments, { orderId })],
  ['its end', (orderId: string) => when(OrderCancelled, cancelled(orderId))],
] as const)('a preparation that comes later than %s leaves no parcel to its seller', async (_what, end) => {
  const seller = aSeller();
  const asked = aPreparation(aBuyer(), [seller]);
  await end(asked.orderId);
  await fulfillment.answer(prepareShipments, asked, { key: asked.orderId }).catch(() => undefined);
  const open = await fulfillment.sql.query(`select 1 from shipment where seller_id = $1 and status <> 'CANCELLED'`, [seller.sellerId]);
  expect(open).toEqual([]);
});

test("a buyer's word is told once, also where the parcel was delivered before; a seller's is not", async () => {
  const seller = aSeller();
  const { ids, buyer } = await paidParcels(fulfillment, { sellers: [seller] });
  const shipmentId = ids[0]!;
  const acknowledged = async () => (await fulfillment.emitted(DeliveryAcknowledged)).filter((facts) => facts.shipmentId === shipmentId);
  await processParcel(fulfillment, seller, shipmentId);
  await shipParcel(fulfillment, seller, shipmentId);
  await confirmParcel(fulfillment, seller, shipmentId);
  expect([(await parcel(shipmentId)).status, await acknowledged()]).toEqual(['DELIVERED', []]);
  await confirmParcel(fulfillment, buyer, shipmentId);
  await confirmParcel(fulfillment, buyer, shipmentId);
  expect(await acknowledged()).toHaveLength(1);
});

const dropsOf = async (id: string) =>
  (await fulfillment.emitted(ItemsDropped))
    .filter(({ shipmentId }) => shipmentId === id)
    .map(({ reason, items }) => [reason, items.length]);

test('all parcels of an order are kept in the house, or none', async () => {
  const sellers = [aSeller(), aSeller()];
  const [waiting, left] = [await paidParcels(fulfillment, { sellers }), await paidParcels(fulfillment, { sellers })];
  await fulfillment.answer(cancelShipments, { orderId: waiting.orderId });
  await fulfillment.answer(cancelShipments, { orderId: waiting.orderId });
  for (const id of waiting.ids) {
    expect(await parcel(id)).toMatchObject({ status: 'CANCELLED' });
    expect(await dropsOf(id)).toEqual([['ORDER_CANCELLED', 1]]);
  }
  await processParcel(fulfillment, sellers[1]!, left.ids[1]!);
  await shipParcel(fulfillment, sellers[1]!, left.ids[1]!);
  await expect(fulfillment.answer(cancelShipments, { orderId: left.orderId })).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  expect(await parcel(left.ids[0]!)).toMatchObject({ status: 'PENDING' });
  expect(await dropsOf(left.ids[0]!)).toEqual([]);
});

test('an order without parcels has none to keep', async () => {
  await expect(fulfillment.answer(cancelShipments, { orderId: newId() })).resolves.toEqual({});
});

test('a parcel whose only item is paid back is cancelled; one that has left goes its way', async () => {
  const seller = aSeller();
  const [waiting, left] = [await paidParcels(fulfillment, { sellers: [seller] }), await paidParcels(fulfillment, { sellers: [seller] })];
  await when(LineRefunded, await aRefundedLine(fulfillment, waiting));
  expect(await parcel(waiting.ids[0]!)).toMatchObject({ status: 'CANCELLED' });
  expect(await dropsOf(waiting.ids[0]!)).toEqual([['REFUNDED', 1]]);
  await processParcel(fulfillment, seller, left.ids[0]!);
  await shipParcel(fulfillment, seller, left.ids[0]!);
  await when(LineRefunded, await aRefundedLine(fulfillment, left));
  expect(await parcel(left.ids[0]!)).toMatchObject({ status: 'SHIPPED' });
  expect(await dropsOf(left.ids[0]!)).toEqual([]);
});

test('a payment that is older than its lines pays back by the seller, whose parcel is cancelled', async () => {
  const sellers = [aSeller(), aSeller()];
  const parcels = await paidParcels(fulfillment, { sellers });
  const line = await aRefundedLine(fulfillment, parcels);
  await when(LineRefunded, { ...line, orderItemId: line.sellerId, variantId: line.sellerId, productId: line.sellerId });
  expect(await parcel(parcels.ids[0]!)).toMatchObject({ status: 'CANCELLED' });
  expect(await dropsOf(parcels.ids[0]!)).toEqual([['REFUNDED', 1]]);
  expect(await parcel(parcels.ids[1]!)).toMatchObject({ status: 'PENDING' });
});
