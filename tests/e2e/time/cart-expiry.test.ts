import { beforeEach, expect, test } from '@jest/globals';
import { ADD, addToCart, type CartSeen, CHECKOUT, cartStatus } from '../support/buying.ts';
import { minutesPass, minutesUntil, watchmenLook } from '../support/clock.ts';
import { stockFigures } from '../support/figures.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, anAddress, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let seller: Person;
let buyer: Person;
let lamp: Goods;
let book: Goods;
let cart: CartSeen;

inOneShop(async (opened) => {
  shop = opened;
  seller = await aSeller(shop);
});

beforeEach(async () => {
  buyer = await aBuyer(shop);
  lamp = await goods(seller, 'Brass lamp', 4_000, 10);
  book = await goods(seller, 'Old book', 2_000, 10);
  await addToCart(buyer, lamp.variantId, 2);
  cart = await addToCart(buyer, book.variantId, 3);
});

const untouched = { total: 10, available: 10, reserved: 0, allocated: 0, sold: 0 };

const allIsBack = (): Promise<unknown> =>
  until(
    'the holds are released',
    async () => (await stockFigures(shop, lamp)).available === 10 && (await stockFigures(shop, book)).available === 10,
  );

/** What the cart's outbox says of its end. */
const abandonments = (cartId: string): Promise<{ payload: object }[]> =>
  shop.sql('cart', `select payload from outbox where name = 'cart.cart.abandoned' and aggregate_id = $1`, [cartId]);

test('after fifteen minutes a cart has expired, its holds are released, and it is told', async () => {
  expect(await minutesUntil(shop, cart.expiresAt)).toBe(15);
  await minutesPass(shop, 16);
  watchmenLook(shop);
  await until('the cart has expired', async () => (await cartStatus(buyer, cart.id)) === 'EXPIRED');
  await allIsBack();
  expect([await stockFigures(shop, lamp), await stockFigures(shop, book)]).toEqual([untouched, untouched]);
  expect((await abandonments(cart.id)).map(({ payload }) => payload)).toEqual([
    { cartId: cart.id, buyerId: buyer.userId, reason: 'EXPIRED' },
  ]);
  expect(await buyer.ask('{ cart { id } }')).toEqual({ cart: null });
  const next = await addToCart(buyer, lamp.variantId, 1);
  expect(next.id).not.toBe(cart.id);
  expect(next.items).toHaveLength(1);
});

test('an expired cart cannot be checked out, not even before its watchman came', async () => {
  await minutesPass(shop, 16);
  expect(await buyer.refusal(CHECKOUT, { input: { idempotencyKey: 'late', shippingAddress: anAddress } })).toMatchObject({
    code: 'CART_EMPTY',
  });
  watchmenLook(shop);
  await allIsBack();
  expect(await shop.sql('orders', 'select 1 from orders where buyer_id = $1', [buyer.userId])).toEqual([]);
});

test('adding, changing and removing each give the cart and all of its holds another fifteen minutes', async () => {
  const lampItem = cart.items[0]!.id;
  const [bookItem] = cart.items.filter(({ quantity }) => quantity === 3);
  const changes: [string, string, object][] = [
    ['addToCart', ADD, { variantId: lamp.variantId, quantity: 1 }],
    ['updateCartItem', 'mutation ($itemId: ID!) { updateCartItem(itemId: $itemId, quantity: 5) { expiresAt } }', { itemId: lampItem }],
    ['removeFromCart', 'mutation ($itemId: ID!) { removeFromCart(itemId: $itemId) { expiresAt } }', { itemId: bookItem!.id }],
  ];
  for (const [name, mutation, variables] of changes) {
    await minutesPass(shop, 10);
    const answer = await buyer.ask<Record<string, { expiresAt: string }>>(mutation, variables);
    expect([name, await minutesUntil(shop, answer[name]!.expiresAt)]).toEqual([name, 15]);
    const [hold] = await shop.sql<{ expires_at: Date }>(
      'inventory',
      `select expires_at from reservation where cart_id = $1 and status = 'SOFT'`,
      [cart.id],
    );
    expect([name, await minutesUntil(shop, new Date(hold!.expires_at).toISOString())]).toEqual([name, 15]);
    watchmenLook(shop);
  }
  expect(await cartStatus(buyer, cart.id)).toBe('ACTIVE');
  expect(await stockFigures(shop, lamp)).toMatchObject({ available: 5, reserved: 5 });
  expect(await stockFigures(shop, book)).toEqual(untouched);
});

test('sixty minutes are all that a cart gets, whatever is added or taken out and put in again', async () => {
  for (let minutes = 0; minutes < 50; minutes += 10) {
    await minutesPass(shop, 10);
    await addToCart(buyer, lamp.variantId, 1);
  }
  const { addToCart: added } = await buyer.ask<{ addToCart: CartSeen }>(ADD, { variantId: book.variantId, quantity: 1 });
  expect(await minutesUntil(shop, added.expiresAt)).toBe(10);
  for (const { id } of added.items) await buyer.ask('mutation ($id: ID!) { removeFromCart(itemId: $id) { id } }', { id });
  const again = await addToCart(buyer, lamp.variantId, 1);
  expect(again.id).toBe(cart.id);
  expect(await minutesUntil(shop, again.expiresAt)).toBe(10);
  const [hold] = await shop.sql<{ expires_at: Date }>(
    'inventory',
    `select expires_at from reservation where cart_id = $1 and status = 'SOFT'`,
    [cart.id],
  );
  expect(await minutesUntil(shop, new Date(hold!.expires_at).toISOString())).toBe(10);
  await minutesPass(shop, 11);
  watchmenLook(shop);
  await until('the cart has expired', async () => (await cartStatus(buyer, cart.id)) === 'EXPIRED');
  await allIsBack();
});

test('what is not counted extends the holds of what is: a course put in keeps the lamps held', async () => {
  const course = await goods(seller, 'Pottery for beginners', 9_000, null, { kind: 'COURSE' });
  const held = async (): Promise<number> => {
    const [row] = await shop.sql<{ expires_at: Date }>('inventory', `select expires_at from reservation where cart_id = $1`, [cart.id]);
    return minutesUntil(shop, new Date(row!.expires_at).toISOString());
  };
  await minutesPass(shop, 10);
  const { items } = await addToCart(buyer, course.variantId, 1);
  expect(await held()).toBe(15);
  await minutesPass(shop, 10);
  await buyer.ask('mutation ($id: ID!) { removeFromCart(itemId: $id) { id } }', { id: items.find(({ quantity }) => quantity === 1)!.id });
  expect(await held()).toBe(15);
  expect(await stockFigures(shop, lamp)).toMatchObject({ available: 8, reserved: 2 });
});
