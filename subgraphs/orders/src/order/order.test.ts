import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, scenarioOn, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { ShipmentUpdated } from '@stoa/schema/events/fulfillment';
import { ReservationExpired, SaleRefused } from '@stoa/schema/events/inventory';
import { OrderCancelled, OrderConfirmed, OrderUpdated, RefundRequested } from '@stoa/schema/events/orders';
import { LineRefunded, LineRestored, PaymentCaptured, PaymentFailed, RefundSucceeded } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import { aLine, aPaidOrder, aPlacedOrder, captureOf, failureOf, linesOf, orderOf, parcelOf, refundOf } from '../testing/given-order.ts';
import { Neighbours } from '../testing/neighbours.ts';
import { endUnpaidOrders } from './end-unpaid-orders.job.ts';
import type { Order } from './order.entity.ts';

const neighbours = new Neighbours();
let orders: TestSubgraph;
beforeAll(async () => {
  orders = await startTestSubgraph(manifest, { commands: neighbours.commands });
});
afterAll(() => orders?.stop());
beforeEach(() => neighbours.peace());

const { when, then } = scenarioOn(() => orders);

/** The only clock that counts is the database's. */
const letPaymentBeDue = ({ id }: Order) => orders.sql.query(`update orders set payment_due_at = now() where id = $1`, [id]);
const statusesOf = async ({ id, buyerId }: Order): Promise<string[]> => {
  const { order } = await orders
    .as({ ...aBuyer(), userId: buyerId })
    .query<{ order: { timeline: { to: string }[] } }>('query ($id: ID!) { order(id: $id) { timeline { to } } }', { id });
  return order.timeline.map(({ to }) => to);
};

test('a captured payment confirms its order, once', async () => {
  const order = await aPlacedOrder(orders);
  await when(PaymentCaptured, captureOf(order));
  await when(PaymentCaptured, captureOf(order));
  expect(await then.now(order)).toMatchObject({ status: 'CONFIRMED', provisional: false, version: 2 });
  expect((await orders.emitted(OrderConfirmed)).filter(({ orderId }) => orderId === order.id)).toHaveLength(1);
});

test('a capture for an order that was cancelled asks for a refund and leaves the order alone', async () => {
  const placed = await aPlacedOrder(orders);
  await when(PaymentFailed, failureOf(placed));
  const cancelled = await then.now(placed);
  expect(cancelled).toMatchObject({ status: 'CANCELLED', cancelReason: 'The payment failed' });
  await when(PaymentCaptured, captureOf(placed));
  await then.emitted(RefundRequested, { orderId: placed.id });
  await then.unchanged(cancelled);
});

test('a failure that is heard of after the capture changes nothing', async () => {
  const order = await aPaidOrder(orders);
  await when(PaymentFailed, failureOf(order));
  await then.unchanged(order);
});

test('an order is as far as its parcels, and never goes back', async () => {
  const order = await aPaidOrder(orders, { lines: [aLine(), aLine()] });
  const [first, second] = neighbours.prepared.get(order.id)! as [string, string];
  await when(ShipmentUpdated, parcelOf(order, first, 'PROCESSING'));
  await when(ShipmentUpdated, parcelOf(order, first, 'SHIPPED'));
  expect(await then.now(order)).toMatchObject({ status: 'PROCESSING' });
  await when(ShipmentUpdated, parcelOf(order, second, 'PROCESSING'));
  await when(ShipmentUpdated, parcelOf(order, second, 'SHIPPED'));
  expect(await then.now(order)).toMatchObject({ status: 'SHIPPED' });
  await when(ShipmentUpdated, parcelOf(order, first, 'DELIVERED'));
  await when(ShipmentUpdated, parcelOf(order, second, 'DELIVERED'));
  await when(ShipmentUpdated, parcelOf(order, second, 'IN_TRANSIT'));
  expect(await then.now(order)).toMatchObject({ status: 'DELIVERED' });
  expect(await statusesOf(order)).toEqual(['PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED']);
  const told = (await orders.emitted(OrderUpdated)).filter(({ orderId }) => orderId === order.id);
  expect(told.map(({ status }) => status)).toEqual(['PROCESSING', 'SHIPPED', 'DELIVERED']);
});

test('news of a parcel that come in the wrong order do not make it come back', async () => {
  const order = await aPaidOrder(orders, { lines: [aLine(), aLine()] });
  const [first, second] = neighbours.prepared.get(order.id)! as [string, string];
  await when(ShipmentUpdated, parcelOf(order, first, 'DELIVERED'));
  await when(ShipmentUpdated, parcelOf(order, first, 'SHIPPED'));
  await when(ShipmentUpdated, parcelOf(order, second, 'DELIVERED'));
  expect(await then.now(order)).toMatchObject({ status: 'DELIVERED' });
});

test('a parcel of which nobody has told yet is not thought delivered', async () => {
  const order = await aPaidOrder(orders, { lines: [aLine(), aLine()] });
  const [first] = neighbours.prepared.get(order.id)! as [string, string];
  await when(ShipmentUpdated, parcelOf(order, first, 'DELIVERED'));
  expect(await then.now(order)).toMatchObject({ status: 'PROCESSING' });
});

test('a parcel that was cancelled does not keep the others from being delivered', async () => {
  const order = await aPaidOrder(orders, { lines: [aLine(), aLine()] });
  const [first, second] = neighbours.prepared.get(order.id)! as [string, string];
  await when(ShipmentUpdated, parcelOf(order, first, 'CANCELLED'));
  await when(ShipmentUpdated, parcelOf(order, second, 'DELIVERED'));
  expect(await then.now(order)).toMatchObject({ status: 'DELIVERED' });
});

test('a paid order whose goods are gone is cancelled, and its money goes back', async () => {
  const order = await aPaidOrder(orders);
  await when(SaleRefused, { orderId: order.id });
  expect(await then.now(order)).toMatchObject({ status: 'CANCELLED', cancelReason: 'Its goods were sold out before the payment came' });
  await then.emitted(OrderCancelled, { orderId: order.id, reason: 'OUT_OF_STOCK', paid: true });
  await then.emitted(RefundRequested, { orderId: order.id });
});

test('an order of digital goods needs no stock and no parcel, and is delivered with its confirmation', async () => {
  const order = await aPlacedOrder(orders, { lines: [aLine({ kind: 'DIGITAL' })], shippingAddress: null });
  expect([neighbours.allocated.has(order.id), neighbours.prepared.has(order.id)]).toEqual([false, false]);
  await when(PaymentCaptured, captureOf(order));
  expect(await statusesOf(order)).toEqual(['PENDING', 'CONFIRMED', 'DELIVERED']);
  await then.emitted(OrderConfirmed, { orderId: order.id });
  await then.emitted(OrderUpdated, { orderId: order.id, status: 'DELIVERED' });
});

test('a refund in full cancels what has not left, and leaves alone what has', async () => {
  const [resting, travelling] = [await aPaidOrder(orders), await aPaidOrder(orders)];
  await when(ShipmentUpdated, parcelOf(travelling, neighbours.prepared.get(travelling.id)![0]!, 'SHIPPED'));
  await when(RefundSucceeded, refundOf(resting));
  await when(RefundSucceeded, refundOf(travelling));
  await when(ShipmentUpdated, parcelOf(resting, neighbours.prepared.get(resting.id)![0]!, 'CANCELLED'));
  expect(await then.now(resting)).toMatchObject({ status: 'CANCELLED', cancelReason: 'It was refunded' });
  expect(await then.now(travelling)).toMatchObject({ status: 'SHIPPED' });
});

test('a refund in full cancels nothing before fulfillment has said that all parcels are in the house', async () => {
  const order = await aPaidOrder(orders, { lines: [aLine(), aLine()] });
  const [first, second] = neighbours.prepared.get(order.id)! as [string, string];
  await when(ShipmentUpdated, parcelOf(order, first, 'CANCELLED'));
  await when(RefundSucceeded, refundOf(order));
  expect(await then.now(order)).toMatchObject({ status: 'CONFIRMED' });
  await when(ShipmentUpdated, parcelOf(order, second, 'SHIPPED'));
  expect(await then.now(order)).toMatchObject({ status: 'SHIPPED' });
});

test('an order ends by a refund in full whose news comes after those of its parcels', async () => {
  const order = await aPaidOrder(orders);
  await when(ShipmentUpdated, parcelOf(order, neighbours.prepared.get(order.id)![0]!, 'CANCELLED'));
  await then.unchanged(order);
  await when(RefundSucceeded, refundOf(order));
  expect(await then.now(order)).toMatchObject({ status: 'CANCELLED', cancelReason: 'It was refunded' });
});

test('an order ends with the last line that a bank has paid back, and asks for its money in case the bank returns it', async () => {
  const order = await aPaidOrder(orders, { lines: [aLine(), aLine({ kind: 'DIGITAL' })] });
  const [goods, song] = await linesOf(orders, order);
  await when(ShipmentUpdated, parcelOf(order, neighbours.prepared.get(order.id)![0]!, 'PROCESSING'));
  await when(LineRefunded, goods!);
  expect(await then.now(order)).toMatchObject({ status: 'PROCESSING', refunded: false });
  await when(LineRefunded, song!);
  await when(ShipmentUpdated, parcelOf(order, neighbours.prepared.get(order.id)![0]!, 'CANCELLED'));
  expect(await then.now(order)).toMatchObject({ status: 'CANCELLED', cancelReason: 'It was refunded', refunded: true });
  await then.emitted(RefundRequested, { orderId: order.id });
  await when(LineRestored, song!);
  expect(await then.now(order)).toMatchObject({ status: 'CANCELLED', refunded: false });
});

test('an order that was not paid in time is ended, once the provider agrees', async () => {
  const order = await aPlacedOrder(orders);
  await orders.run(endUnpaidOrders);
  await then.unchanged(order);
  await letPaymentBeDue(order);
  await orders.run(endUnpaidOrders);
  expect(await then.now(order)).toMatchObject({ status: 'CANCELLED', cancelReason: 'It was not paid in time' });
  await then.emitted(OrderCancelled, { orderId: order.id, reason: 'UNPAID', paid: false });
});

test('an order that was paid after all waits for its capture, though it is due', async () => {
  const order = await aPlacedOrder(orders);
  neighbours.captured.add(order.id);
  await letPaymentBeDue(order);
  await orders.run(endUnpaidOrders);
  expect(await then.now(order)).toMatchObject({ status: 'PENDING' });
  await when(PaymentCaptured, captureOf(order));
  expect(await then.now(order)).toMatchObject({ status: 'CONFIRMED' });
});

test('a provider that does not answer ends no order; the next time it does', async () => {
  const order = await aPlacedOrder(orders);
  neighbours.refuse('endPayment', new Error('nobody is there'));
  await letPaymentBeDue(order);
  await orders.run(endUnpaidOrders);
  expect(await then.now(order)).toMatchObject({ status: 'PENDING' });
  neighbours.peace();
  await letPaymentBeDue(order);
  await orders.run(endUnpaidOrders);
  expect(await then.now(order)).toMatchObject({ status: 'CANCELLED' });
});

test('a hold that has lapsed makes an unpaid order due, and a paid one not', async () => {
  const [unpaid, paid] = [await aPlacedOrder(orders), await aPaidOrder(orders)];
  for (const { id: orderId } of [unpaid, paid]) await when(ReservationExpired, { reservationId: newId(), cartId: null, orderId });
  await orders.run(endUnpaidOrders);
  expect(await orderOf(orders, unpaid.id)).toMatchObject({ status: 'CANCELLED' });
  await then.unchanged(paid);
});
