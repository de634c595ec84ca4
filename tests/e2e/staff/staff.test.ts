import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { buy } from '../support/buying.ts';
import { aColleague, invited, letting, logIn } from '../support/colleagues.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import type { Shop } from '../support/shop.ts';

let shop: Shop;
let buyer: Person;
let seller: Person;

inOneShop(async (opened) => {
  shop = opened;
  [buyer, seller] = await Promise.all([aBuyer(shop), aSeller(shop)]);
});

const ORDERS = '{ orders { totalCount nodes { id payment { id } } } }';
const REFUND = 'mutation ($id: ID!, $key: String!) { refundPayment(input: { paymentId: $id, idempotencyKey: $key }) { id } }';

test('staff see and do what they were let, in every domain, and what is taken from them ends at once', async () => {
  const { variantId } = await goods(seller, 'Brass lamp', 3_000, 10);
  const bought = await buy(shop, buyer, variantId);
  const colleague = await invited(shop, 'orders:read', 'payments:read');
  const client = await logIn(shop, colleague);
  expect(await client.ask(ORDERS)).toEqual({
    orders: { totalCount: 1, nodes: [{ id: bought.order.id, payment: { id: bought.payment.id } }] },
  });
  for (const refused of [
    '{ users { totalCount } }',
    '{ shipments { totalCount } }',
    '{ ledgerAccounts { totalCount } }',
    '{ platformHealth { paymentSuccessRate } }',
  ])
    expect(await client.refusal(refused)).toEqual({ code: 'FORBIDDEN' });
  // The rule of the row refuses as to a stranger.
  const key = randomUUID();
  expect(await client.refusal(REFUND, { id: bought.payment.id, key })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await client.refusal('mutation ($id: ID!) { cancelOrder(id: $id) { id } }', { id: bought.order.id })).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await client.refusal('mutation ($id: ID!) { setStock(variantId: $id, total: 0) { total } }', { id: variantId })).toMatchObject({
    code: 'NOT_FOUND',
  });
  const again = await letting(shop, colleague, ['refunds:write']);
  // What they might do before is over with their session.
  expect(await client.refusal(ORDERS)).toEqual({ code: 'AUTH_001' });
  expect(await again.refusal(ORDERS)).toEqual({ code: 'FORBIDDEN' });
  await again.ask(REFUND, { id: bought.payment.id, key });
  await everythingAgrees(shop);
});

test('what is kept for one of the staff is not shown to another', async () => {
  const draft = (await goods(seller, 'Draft', 3_000, null, { status: 'DRAFT' })).productId;
  const look = 'query ($id: ID!) { product(id: $id) { name } }';
  const [reader, other] = [await aColleague(shop, 'catalog:read'), await aColleague(shop, 'orders:read')];
  for (let count = 0; count < 2; count++) {
    expect(await reader.ask(look, { id: draft })).toEqual({ product: { name: 'Draft' } });
    expect(await other.ask(look, { id: draft })).toEqual({ product: null });
  }
});
