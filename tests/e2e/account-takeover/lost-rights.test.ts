import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from '@jest/globals';
import { FollowOrderDocument, RequestPayoutDocument } from '@stoa/schema/generated/operations/e2e';
import { ADD, buy, type CheckedOut } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { invited, letting, logIn } from '../support/colleagues.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let admin: Client;
let seller: Person;
let buyer: Person;
let lamp: Goods;

inOneShop(async (opened) => {
  shop = opened;
  admin = await shop.admin();
});

beforeEach(async () => {
  [seller, buyer] = await Promise.all([aSeller(shop), aBuyer(shop)]);
  lamp = await goods(seller, 'Brass lamp', 3_000, 10);
});

const SOMEBODYS = 'query ($id: ID!) { order(id: $id) { id status buyer { email } } }';

async function aPurchase(): Promise<CheckedOut> {
  return buy(shop, buyer, lamp.variantId);
}

test('what one of the staff is let do no more, they do no more by the session that had it, and what they follow by it ends', async () => {
  const { order } = await aPurchase();
  const colleague = await invited(shop, 'orders:read', 'users:read');
  const client = await logIn(shop, colleague);
  const watched = client.watch(FollowOrderDocument, { id: order.id });
  await until('they see the order', async () => watched.events.length > 0);
  // Asked twice, so that the gateway has it at hand.
  for (const _ of [1, 2]) expect(await client.ask(SOMEBODYS, { id: order.id })).toMatchObject({ order: { id: order.id } });

  const again = await letting(shop, colleague, ['users:read']);
  expect(await client.refusal(SOMEBODYS, { id: order.id })).toEqual({ code: 'AUTH_001' });
  expect(await client.refusal('{ users { totalCount } }')).toEqual({ code: 'AUTH_001' });
  expect(await again.ask(SOMEBODYS, { id: order.id })).toEqual({ order: null });
  await until('what they followed has ended', async () => watched.errors.length > 0);
  const seen = watched.events.length;
  await buyer.ask('mutation ($id: ID!) { cancelOrder(id: $id) { status } }', { id: order.id });
  await until('the order has changed', async () => {
    const { order: now } = await buyer.ask<{ order: { status: string } }>('query ($id: ID!) { order(id: $id) { status } }', {
      id: order.id,
    });
    return now.status === 'CANCELLED';
  });
  expect(watched.events).toHaveLength(seen);
  await everythingAgrees(shop);
});

test('a seller who is suspended sells nothing more by the session that they have, whatever they list, and a new one gives nothing back', async () => {
  await admin.ask('mutation ($id: ID!) { suspendSeller(id: $id, reason: "Sells what is stolen") { status } }', { id: seller.sellerId });
  // By the next request, or as soon as the event has come: a second or so.
  await until('nobody can buy', async () => {
    const { errors } = await buyer.send(ADD, { variantId: lamp.variantId, quantity: 1 });
    return errors?.[0]?.extensions.code === 'SELLER_UNAVAILABLE';
  });
  const another = await goods(seller, 'Another lamp', 3_000, 5);
  const SHOWN = 'query ($id: ID!) { product(id: $id) { purchasable } }';
  expect(await seller.ask(SHOWN, { id: another.productId })).toEqual({ product: { purchasable: false } });
  expect(await buyer.refusal(ADD, { variantId: another.variantId, quantity: 1 })).toMatchObject({ code: 'SELLER_UNAVAILABLE' });
  const payout = { amount: { amountMinor: 100, currency: 'USD' }, key: randomUUID() };
  expect(await seller.refusal(RequestPayoutDocument, payout)).toMatchObject({ code: 'PAYOUTS_HELD' });

  const { me } = await seller.ask<{ me: { id: string; email: string } }>('{ me { id email } }');
  const again = await logIn(shop, me);
  expect(await again.refusal(RequestPayoutDocument, payout)).toMatchObject({ code: 'PAYOUTS_HELD' });
  const approve = 'mutation ($id: ID!) { reinstateSeller(id: $id) { status } }';
  for (const each of [seller.client, again])
    expect(await each.refusal(approve, { id: seller.sellerId })).toMatchObject({ code: 'FORBIDDEN' });
  await everythingAgrees(shop);
});
