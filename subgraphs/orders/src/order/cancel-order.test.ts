import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { DomainError } from '@stoa/kit/errors';
import { aBuyer, scenarioOn, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { ItemsDropped } from '@stoa/schema/events/fulfillment';
import { OrderCancelled, RefundRequested } from '@stoa/schema/events/orders';
import { PaymentCaptured } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import { aLine, aPaidOrder, aPlacedOrder, captureOf, dropOf } from '../testing/given-order.ts';
import { Neighbours } from '../testing/neighbours.ts';
import type { Order } from './order.entity.ts';

const neighbours = new Neighbours();
let orders: TestSubgraph;
beforeAll(async () => {
  orders = await startTestSubgraph(manifest, { commands: neighbours.commands });
});
afterAll(() => orders?.stop());
beforeEach(() => neighbours.peace());

const { when, then } = scenarioOn(() => orders);

const CANCEL = 'mutation ($id: ID!, $reason: String) { cancelOrder(id: $id, reason: $reason) { status cancelReason } }';
const cancel = async ({ id, buyerId }: Order, reason?: string): Promise<string> => {
  const buyer = { ...aBuyer(), userId: buyerId };
  return (await orders.as(buyer).query<{ cancelOrder: Order }>(CANCEL, { id, reason })).cancelOrder.status;
};
const refundsAsked = async ({ id }: Order): Promise<string[]> =>
  (await orders.emitted(RefundRequested)).filter(({ orderId }) => orderId === id).map(({ reason }) => reason);
const ends = async ({ id }: Order) => (await orders.emitted(OrderCancelled)).filter(({ orderId }) => orderId === id);

test('a paid order whose parcels are in the house ends, once, and asks for its money', async () => {
  const order = await aPaidOrder(orders);
  expect(await cancel(order, 'Too big')).toBe('CANCELLED');
  expect(await cancel(order, 'Too small')).toBe('CANCELLED');
  expect(await then.now(order)).toMatchObject({ status: 'CANCELLED', cancelReason: 'Too big' });
  // The buyer's words are in no event.
  expect(await refundsAsked(order)).toEqual(['The order was cancelled']);
  expect(await ends(order)).toEqual([expect.objectContaining({ reason: 'REQUESTED', paid: true })]);
});

test('where a parcel has left, the order stays as it is', async () => {
  const order = await aPaidOrder(orders);
  neighbours.refuse(
    'cancelShipments',
    new DomainError('INVALID_TRANSITION', 'Shipment is SHIPPED: it cannot withdraw', { status: 'SHIPPED' }),
  );
  await expect(cancel(order)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  await then.unchanged(order);
});

test('whoever dies after the parcels are kept is finished by the news of it', async () => {
  const order = await aPaidOrder(orders);
  neighbours.loseAnswer('cancelShipments');
  await expect(cancel(order)).rejects.toThrow();
  expect(await then.now(order)).toMatchObject({ status: 'CONFIRMED' });
  await when(ItemsDropped, dropOf(order));
  await when(ItemsDropped, dropOf(order));
  expect(await then.now(order)).toMatchObject({ status: 'CANCELLED', cancelReason: 'It was cancelled' });
  expect(await refundsAsked(order)).toEqual(['The order was cancelled']);
});

test('goods that are dropped for another reason say nothing of the order', async () => {
  const order = await aPaidOrder(orders);
  await when(ItemsDropped, { ...dropOf(order), reason: 'SHIPMENT_CANCELLED' });
  await then.unchanged(order);
});

test('an order that is not paid ends without a refund; what is captured at this very moment is asked back when its news comes', async () => {
  const [unpaid, captured] = [await aPlacedOrder(orders), await aPlacedOrder(orders)];
  expect(await cancel(unpaid)).toBe('CANCELLED');
  expect(await refundsAsked(unpaid)).toEqual([]);
  neighbours.captured.add(captured.id);
  expect(await cancel(captured)).toBe('CANCELLED');
  await when(PaymentCaptured, captureOf(captured));
  expect(await refundsAsked(captured)).toHaveLength(1);
  expect(await then.now(captured)).toMatchObject({ status: 'CANCELLED' });
});

test('what needs no parcel is delivered with the payment, so an order with it stands', async () => {
  const file = await aPaidOrder(orders, { lines: [aLine({ kind: 'DIGITAL' })] });
  const mixed = await aPaidOrder(orders, { lines: [aLine(), aLine({ kind: 'DIGITAL' })] });
  for (const order of [file, mixed]) {
    await expect(cancel(order)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
    await then.unchanged(order);
  }
});

test('when payments does not answer, nothing has happened', async () => {
  const order = await aPlacedOrder(orders);
  neighbours.refuse(
    'endPayment',
    new DomainError('SERVICE_UNAVAILABLE', 'payments does not answer', { service: 'payments', retryAfter: 1 }),
  );
  await expect(cancel(order)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await then.unchanged(order);
});
