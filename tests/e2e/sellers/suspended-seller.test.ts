import { beforeEach, expect, test } from '@jest/globals';
import { PayoutsOfDocument, RequestPayoutDocument } from '@stoa/schema/generated/operations/e2e';
import { acknowledged, anEarner, EARNED, figuresOf, onboarded } from '../payouts/an-earner.ts';
import { ADD, addToCart, buy, CHECKOUT, checkOut, pay } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { stockFigures } from '../support/figures.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, anAddress, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let admin: Client;
let buyer: Person;
let seller: Person;
let lamp: Goods;

inOneShop(async (opened) => {
  shop = opened;
  [admin, buyer] = await Promise.all([shop.admin(), aBuyer(shop)]);
});

const SUSPEND = 'mutation ($id: ID!) { suspendSeller(id: $id, reason: "Sells what is stolen") { status } }';
const REINSTATE = 'mutation ($id: ID!) { reinstateSeller(id: $id) { status } }';
const SHELVES = 'query ($id: ID!) { products(filter: { sellerId: $id }) { nodes { id } } }';

/** What of the seller's is on the shelves, as somebody sees it whom the gateway answers from what it keeps where it can. */
const onTheShelves = async (): Promise<string[]> =>
  (await shop.client().ask<{ products: { nodes: { id: string }[] } }>(SHELVES, { id: seller.sellerId })).products.nodes.map(({ id }) => id);

async function suspend(): Promise<void> {
  await admin.ask(SUSPEND, { id: seller.sellerId });
  await until('the shelves are empty', async () => (await onTheShelves()).length === 0);
}

beforeEach(async () => {
  buyer = await aBuyer(shop);
  seller = await aSeller(shop);
  lamp = await goods(seller, 'Brass lamp', 3_000, 10);
});

test('a suspended seller’s goods leave shelves and baskets, and the same ones come back', async () => {
  const { productId: archived } = await goods(seller, 'Old lamp', 3_000, 1);
  await seller.ask('mutation ($id: ID!) { archiveProduct(id: $id) { id } }', { id: archived });
  await addToCart(buyer, lamp.variantId, 2);
  expect(await onTheShelves()).toEqual([lamp.productId]);
  await suspend();
  // What was put into a basket before is held for it until it ends, and cannot be bought.
  const basket = '{ cart { items { purchasable } } }';
  await until('the basket says so', async () => {
    const { cart } = await buyer.ask<{ cart: { items: { purchasable: boolean }[] } }>(basket);
    return cart.items.every(({ purchasable }) => !purchasable);
  });
  const input = { idempotencyKey: 'refused', shippingAddress: anAddress };
  expect(await buyer.refusal(CHECKOUT, { input })).toMatchObject({ code: 'SELLER_UNAVAILABLE', variantId: lamp.variantId });
  expect(await (await aBuyer(shop)).refusal(ADD, { variantId: lamp.variantId, quantity: 1 })).toMatchObject({ code: 'SELLER_UNAVAILABLE' });
  expect((await stockFigures(shop, lamp)).reserved).toBe(2);
  await admin.ask(REINSTATE, { id: seller.sellerId });
  await until('the lamp is back', async () => (await onTheShelves()).includes(lamp.productId));
  expect(await onTheShelves()).toEqual([lamp.productId]);
  const bought = await checkOut(buyer);
  await pay(shop, bought);
  await until('it is sold', async () => (await stockFigures(shop, lamp)).sold === 2);
  await everythingAgrees(shop);
});

test('what was bought goes on: it is paid, read, shipped and paid back, and nothing is paid out meanwhile', async () => {
  const earner = await anEarner(shop, buyer);
  seller = earner.seller;
  await onboarded(seller);
  const { productId } = (await seller.ask<{ products: { nodes: { id: string }[] } }>(SHELVES, { id: seller.sellerId })).products.nodes.map(
    ({ id }) => ({ productId: id }),
  )[0]!;
  await suspend();
  const product = await buyer.ask('query ($id: ID!) { product(id: $id) { name purchasable } }', { id: productId });
  expect(product).toEqual({ product: { name: 'Brass lamp', purchasable: false } });
  await acknowledged(seller, buyer);
  const payout = { amount: { amountMinor: EARNED, currency: 'USD' }, key: crypto.randomUUID() };
  expect(await seller.refusal(RequestPayoutDocument, payout)).toMatchObject({ code: 'PAYOUTS_HELD' });
  await admin.ask(REINSTATE, { id: seller.sellerId });
  expect((await seller.ask(RequestPayoutDocument, payout)).requestPayout).toMatchObject({ status: 'PAID' });
  expect((await seller.ask(PayoutsOfDocument, { id: seller.sellerId! })).seller).toMatchObject({ balance: { amountMinor: 0 } });
  await everythingAgrees(shop);
});

test('an order that was placed before is paid and delivered, or paid back', async () => {
  await addToCart(buyer, lamp.variantId);
  const placed = await checkOut(buyer);
  await suspend();
  await pay(shop, placed);
  await until('it is paid', async () => (await stockFigures(shop, lamp)).sold === 1);
  const refund = `mutation ($id: ID!, $key: String!) { refundPayment(input: { paymentId: $id, idempotencyKey: $key }) { id } }`;
  await seller.ask(refund, { id: placed.payment.id, key: crypto.randomUUID() });
  await until('it is paid back', async () => (await figuresOf(seller)).balance!.amountMinor === 0);
  await everythingAgrees(shop);
});

test('a suspended account sells nothing either', async () => {
  await admin.ask('mutation ($id: ID!) { suspendUser(id: $id, reason: "A stolen card") { id } }', { id: seller.userId });
  await until('the shelves are empty', async () => (await onTheShelves()).length === 0);
  await admin.ask('mutation ($id: ID!) { reinstateUser(id: $id) { id } }', { id: seller.userId });
  await until('the lamp is back', async () => (await onTheShelves()).length === 1);
  await buy(shop, buyer, lamp.variantId);
  await everythingAgrees(shop);
});
