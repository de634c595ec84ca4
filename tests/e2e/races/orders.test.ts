import { expect, test } from '@jest/globals';
import {
  CancelOrderDocument,
  CancelShipmentDocument,
  RefundPaymentDocument,
  ShipDocument,
  TakeInHandDocument,
} from '@stoa/schema/generated/operations/e2e';
import { ALL_THERE, paid, parcelOf, shelfIs, twoShops } from '../cancellation/two-shops.ts';
import { orderIs, pay, seeOrder } from '../support/buying.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { balances } from '../support/figures.ts';
import { HEAD_STARTS, race } from './in-any-order.ts';

const world = twoShops();
const asIs = () => seeOrder(world.buyer, world.bought.order.id);
const cancelOrder = () => world.buyer.send(CancelOrderDocument, { id: world.bought.order.id });
const refundAll = (key: string = crypto.randomUUID()) =>
  world.admin.send(RefundPaymentDocument, { input: { paymentId: world.bought.payment.id, idempotencyKey: key } });
const codeOf = ({ errors }: Awaited<ReturnType<typeof refundAll>>): string | null => (errors ? errors[0]!.extensions.code : null);

/** The lamps' parcel, taken in hand. */
async function lampsInHand(): Promise<string> {
  const id = await parcelOf(world, world.lampSeller);
  await world.lampSeller.ask(TakeInHandDocument, { id });
  return id;
}
const ship = (id: string) => world.lampSeller.send(ShipDocument, { id, input: { carrier: 'UPS', trackingNumber: crypto.randomUUID() } });

/** All of the money is back where it was, and so are the goods. */
async function nothingIsLeft(before: Record<string, number>): Promise<void> {
  const { shop, buyer, bought, lamp, vase, book } = world;
  await orderIs(buyer, bought.order.id, 'CANCELLED');
  await everythingAgrees(shop);
  for (const each of [lamp, vase, book]) await shelfIs(shop, each, ALL_THERE);
  const order = await asIs();
  expect(order).toMatchObject({ payment: { status: 'REFUNDED', refunded: { amountMinor: 10_000 } } });
  expect(order.shipments.map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED']);
  expect(await balances(shop)).toEqual(before);
}

test('of fifty at once who give back the rest, one does', async () => {
  const { shop, admin, bought } = world;
  const before = await balances(shop);
  await paid(world);
  const some = { paymentId: bought.payment.id, amount: { amountMinor: 2_500, currency: 'USD' }, idempotencyKey: crypto.randomUUID() };
  await admin.ask(RefundPaymentDocument, { input: some });
  const codes = (await Promise.all(Array.from({ length: 50 }, () => refundAll()))).map(codeOf);
  expect(codes.filter((code) => code === null)).toHaveLength(1);
  expect(new Set(codes)).toEqual(new Set([null, 'NOT_REFUNDABLE']));
  await nothingIsLeft(before);
  expect((await asIs()).payment.refunds.map(({ amount }) => amount.amountMinor).toSorted()).toEqual([2_500, 7_500]);
});

test('sellers and an administrator who give back at once give back all of it, once', async () => {
  const { shop, lampSeller, bookSeller, bought } = world;
  const before = await balances(shop);
  await paid(world);
  const ofTheirs = (seller: typeof lampSeller) =>
    seller.send(RefundPaymentDocument, { input: { paymentId: bought.payment.id, idempotencyKey: crypto.randomUUID() } });
  const tries = Array.from({ length: 5 }, () => [ofTheirs(lampSeller), refundAll(), ofTheirs(bookSeller)]).flat();
  for (const answer of await Promise.all(tries)) expect([null, 'NOT_REFUNDABLE']).toContain(codeOf(answer));
  await nothingIsLeft(before);
});

test.each(
  HEAD_STARTS,
)('shipping races with a refund in full (%i, %i): what has left stays sold, all else is back', async (...headStart) => {
  const { shop, buyer, bought, lamp, vase, book } = world;
  const before = await balances(shop);
  await paid(world);
  const id = await lampsInHand();
  const [shipped, refunded] = await race(headStart, () => ship(id), refundAll);
  expect(codeOf(refunded)).toBeNull();
  if (shipped.errors) {
    expect(shipped.errors[0]!.extensions.code).toBe('INVALID_TRANSITION');
    return nothingIsLeft(before);
  }
  await orderIs(buyer, bought.order.id, 'SHIPPED');
  await everythingAgrees(shop);
  await shelfIs(shop, book, ALL_THERE);
  // Lines are told of one by one, so that one may have left the parcel before it left the house.
  const order = await asIs();
  const gone = order.shipments.filter(({ status }) => status === 'SHIPPED').flatMap(({ items }) => items.map(({ name }) => name));
  expect(gone.length).toBeGreaterThan(0);
  await shelfIs(shop, lamp, gone.includes('Brass lamp') ? { available: 8, sold: 2 } : ALL_THERE);
  await shelfIs(shop, vase, gone.includes('Blue vase') ? { available: 9, sold: 1 } : ALL_THERE);
  expect(order.payment).toMatchObject({ status: 'REFUNDED', refunded: { amountMinor: 10_000 } });
  expect(await balances(shop)).toEqual(before);
});

test.each(HEAD_STARTS)('shipping races with the cancelling of its order (%i, %i): one of them wins', async (...headStart) => {
  const { shop, lamp } = world;
  const before = await balances(shop);
  await paid(world);
  const id = await lampsInHand();
  const [shipped, cancelled] = await race(headStart, () => ship(id), cancelOrder);
  const refusals = [shipped, cancelled].flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions.code));
  expect(refusals).toEqual(['INVALID_TRANSITION']);
  if (shipped.errors) return nothingIsLeft(before);
  await everythingAgrees(shop);
  await shelfIs(shop, lamp, { available: 8, sold: 2 });
  expect(await asIs()).toMatchObject({ cancelledAt: null, payment: { status: 'CAPTURED', refunds: [] } });
});

test.each(HEAD_STARTS)('a seller, the buyer and an administrator take it back at once (%i, %i): once', async (...headStart) => {
  const { lampSeller } = world;
  const before = await balances(world.shop);
  await paid(world);
  const id = await lampsInHand();
  const [[cancelled, refunded]] = await race(
    headStart,
    () => Promise.all([cancelOrder(), refundAll()]),
    () => lampSeller.ask(CancelShipmentDocument, { id }),
  );
  expect(cancelled.errors).toBeUndefined();
  expect([null, 'NOT_REFUNDABLE']).toContain(codeOf(refunded));
  await nothingIsLeft(before);
});

test.each(HEAD_STARTS)('cancelling races with paying (%i, %i): no money stays without an order', async (...headStart) => {
  const { shop, bought, lamp } = world;
  const before = await balances(shop);
  const [cancelled, payment] = await race(headStart, cancelOrder, () => pay(shop, bought));
  expect(cancelled.errors).toBeUndefined();
  await orderIs(world.buyer, bought.order.id, 'CANCELLED');
  await everythingAgrees(shop);
  await shelfIs(shop, lamp, ALL_THERE);
  expect((await asIs()).payment.status).toBe(payment.status === 200 ? 'REFUNDED' : 'CANCELLED');
  expect(await balances(shop)).toEqual(before);
});
