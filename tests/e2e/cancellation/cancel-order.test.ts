import { expect, test } from '@jest/globals';
import { CancelOrderDocument, ShipDocument, TakeInHandDocument } from '@stoa/schema/generated/operations/e2e';
import { orderIs, pay, seeOrder } from '../support/buying.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { balances } from '../support/figures.ts';
import { aBuyer } from '../support/people.ts';
import { until } from '../support/shop.ts';
import { providerTotals } from '../support/stripe-controls.ts';
import { ALL_THERE, paid, parcelOf, send, shelfIs, twoShops } from './two-shops.ts';

const world = twoShops();
const cancel = (reason?: string) => ({ id: world.bought.order.id, ...(reason && { reason }) });
const asIs = () => seeOrder(world.buyer, world.bought.order.id);

test('a buyer cancels before anything is sent: the money, the goods and the parcels go back where they were', async () => {
  const { shop, buyer, bought, lamp, book } = world;
  const before = await balances(shop);
  const { refunded = {} } = await providerTotals(shop);
  await paid(world);
  const { cancelOrder } = await buyer.ask(CancelOrderDocument, cancel('Found it in the cellar'));
  expect(cancelOrder).toMatchObject({ status: 'CANCELLED', cancelReason: 'Found it in the cellar' });
  await until('the money went back', async () => (await asIs()).payment.status === 'REFUNDED');
  await Promise.all([shelfIs(shop, lamp, ALL_THERE), shelfIs(shop, book, ALL_THERE)]);
  expect(await asIs()).toMatchObject({
    payment: { refunded: { amountMinor: 10_000 }, refunds: [{ status: 'SUCCEEDED', amount: { amountMinor: 10_000 } }] },
    shipments: [{ status: 'CANCELLED' }, { status: 'CANCELLED' }],
  });
  expect((await buyer.ask(CancelOrderDocument, cancel())).cancelOrder).toMatchObject({ id: bought.order.id, status: 'CANCELLED' });
  await everythingAgrees(shop);
  expect(await balances(shop)).toEqual(before);
  expect(((await providerTotals(shop)).refunded.usd ?? 0) - (refunded.usd ?? 0)).toBe(10_000);
});

test('an order that is not paid yet ends at its provider, and takes no money any more', async () => {
  const { shop, buyer, bought, vase } = world;
  const { cancelOrder } = await buyer.ask(CancelOrderDocument, cancel());
  expect(cancelOrder).toMatchObject({ status: 'CANCELLED', cancelReason: 'It was cancelled', payment: { status: 'CANCELLED' } });
  expect((await pay(shop, bought)).status).toBe(400);
  await shelfIs(shop, vase, ALL_THERE);
  await everythingAgrees(shop);
});

test('once a parcel has left, nothing is cancelled, neither by the buyer nor by an administrator', async () => {
  const { shop, buyer, admin, bookSeller, lamp } = world;
  await paid(world);
  await send(world, bookSeller);
  for (const client of [buyer, admin])
    expect(await client.refusal(CancelOrderDocument, cancel())).toMatchObject({ code: 'INVALID_TRANSITION' });
  await orderIs(buyer, world.bought.order.id, 'PROCESSING');
  expect(await asIs()).toMatchObject({ cancelledAt: null, payment: { status: 'CAPTURED', refunds: [] } });
  await shelfIs(shop, lamp, { available: 8, sold: 2 });
  await everythingAgrees(shop);
});

test('an order is cancelled by its buyer and administrators; for anybody else it does not exist', async () => {
  const { shop, admin, lampSeller } = world;
  await paid(world);
  for (const stranger of [await aBuyer(shop), lampSeller])
    expect(await stranger.refusal(CancelOrderDocument, cancel())).toMatchObject({ code: 'NOT_FOUND' });
  expect(await shop.client().refusal(CancelOrderDocument, cancel())).toMatchObject({ code: 'UNAUTHENTICATED' });
  expect((await admin.ask(CancelOrderDocument, cancel())).cancelOrder.status).toBe('CANCELLED');
  await everythingAgrees(shop);
});

test('twenty who cancel at once refund once', async () => {
  const { shop, buyer } = world;
  const { refunded = {} } = await providerTotals(shop);
  await paid(world);
  const answers = await Promise.all(Array.from({ length: 20 }, () => buyer.ask(CancelOrderDocument, cancel())));
  expect(new Set(answers.map(({ cancelOrder }) => cancelOrder.status))).toEqual(new Set(['CANCELLED']));
  await everythingAgrees(shop);
  expect((await asIs()).payment.refunds).toHaveLength(1);
  expect(((await providerTotals(shop)).refunded.usd ?? 0) - (refunded.usd ?? 0)).toBe(10_000);
});

test('cancelling races with shipping, and one of both wins', async () => {
  const { shop, buyer, lampSeller } = world;
  await paid(world);
  const id = await parcelOf(world, lampSeller);
  await lampSeller.ask(TakeInHandDocument, { id });
  const [cancelled, shipped] = await Promise.all([
    buyer.send(CancelOrderDocument, cancel()),
    lampSeller.send(ShipDocument, { id, input: { carrier: 'UPS', trackingNumber: '1Z999AA10123456784' } }),
  ]);
  expect([cancelled.errors, shipped.errors].filter(Boolean)).toHaveLength(1);
  const loser = (cancelled.errors ?? shipped.errors)![0]!;
  expect(loser.extensions).toMatchObject({ code: 'INVALID_TRANSITION' });
  await everythingAgrees(shop);
  expect((await asIs()).payment.status).toBe(cancelled.errors ? 'CAPTURED' : 'REFUNDED');
});

test('cancelling races with paying, and no money stays without an order', async () => {
  const { shop, buyer, bought } = world;
  const [cancelled] = await Promise.all([buyer.ask(CancelOrderDocument, cancel()), pay(shop, bought)]);
  expect(cancelled.cancelOrder.status).toBe('CANCELLED');
  await everythingAgrees(shop);
  expect(['CANCELLED', 'REFUNDED']).toContain((await asIs()).payment.status);
});
