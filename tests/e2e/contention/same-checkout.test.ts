import { beforeEach, expect, test } from '@jest/globals';
import { addToCart, CHECKOUT, type CheckedOut, checkOut } from '../support/buying.ts';
import type { Answer } from '../support/client.ts';
import { stockFigures } from '../support/figures.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, anAddress, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import type { Shop } from '../support/shop.ts';

let shop: Shop;
let seller: Person;
let buyer: Person;
let lamp: Goods;

inOneShop(async (opened) => {
  shop = opened;
  seller = await aSeller(shop);
});

beforeEach(async () => {
  buyer = await aBuyer(shop);
  lamp = await goods(seller, 'Brass lamp', 4_000, 5);
  await addToCart(buyer, lamp.variantId, 2);
});

const checkoutWith = (idempotencyKey: string, more: object = {}): Promise<Answer<{ checkout: CheckedOut }>> =>
  buyer.send<{ checkout: CheckedOut }>(CHECKOUT, { input: { idempotencyKey, shippingAddress: anAddress, ...more } });

/** How many orders and payments this test's buyer has. */
async function ordersAndPayments(): Promise<{ orders: number; payments: number }> {
  const count = async (domain: string, table: string): Promise<number> =>
    (await shop.sql<{ count: number }>(domain, `select count(*)::int as count from ${table} where buyer_id = $1`, [buyer.userId]))[0]!
      .count;
  return { orders: await count('orders', 'orders'), payments: await count('payments', 'payment') };
}

test('ten identical checkouts at once make one order and one payment, and ten equal answers', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => checkoutWith('ten')));
  expect(answers[0]!.errors).toBeUndefined();
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(await ordersAndPayments()).toEqual({ orders: 1, payments: 1 });
  expect(await stockFigures(shop, lamp)).toEqual({ total: 5, available: 3, reserved: 0, allocated: 2, sold: 0 });
});

test('the same key with other input is a conflict, before and after the first one is answered', async () => {
  const elsewhere = { shippingAddress: { ...anAddress, line1: '2 Stoa Way' } };
  const [first, second] = await Promise.all([checkoutWith('one key'), checkoutWith('one key', elsewhere)]);
  const codes = [first, second].map(({ errors }) => errors?.[0]?.extensions.code ?? null);
  expect(codes.sort()).toEqual(['IDEMPOTENCY_CONFLICT', null]);
  const winning = first.errors ? elsewhere : {};
  const losing = first.errors ? {} : elsewhere;
  expect((await checkoutWith('one key', winning)).data).toEqual((first.errors ? second : first).data);
  expect((await checkoutWith('one key', losing)).errors?.[0]?.extensions.code).toBe('IDEMPOTENCY_CONFLICT');
  expect(await ordersAndPayments()).toEqual({ orders: 1, payments: 1 });
});

test('two checkouts of one cart with different keys make one order, and the other is told which', async () => {
  const answers = await Promise.all(['left', 'right'].map((key) => checkoutWith(key)));
  const won = answers.filter(({ errors }) => !errors);
  const lost = answers.filter(({ errors }) => errors);
  expect([won.length, lost.length]).toEqual([1, 1]);
  expect(lost[0]!.errors![0]!.extensions).toMatchObject({ code: 'CART_CLOSED', orderId: won[0]!.data!.checkout.order.id });
  expect(await ordersAndPayments()).toEqual({ orders: 1, payments: 1 });
});

test('a key counts for its buyer: the same one in other hands is another checkout', async () => {
  const first = await checkoutWith('common key');
  const other = await aBuyer(shop);
  await addToCart(other, lamp.variantId, 1);
  const second = await checkOut(other, { idempotencyKey: 'common key' });
  expect(second.order.id).not.toBe(first.data!.checkout.order.id);
});
