import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, aSeller, startTestSubgraph, statementsDuring, type TestSubgraph } from '@stoa/kit/testing';
import { CartAbandoned, CartCreated, CartItemAdded } from '@stoa/schema/events/cart';
import { ReservationExpired } from '@stoa/schema/events/inventory';
import { OrderCancelled, OrderConfirmed } from '@stoa/schema/events/orders';
import manifest from '../index.ts';
import { checkOut, putIntoCart, seeCart } from '../testing/given-cart.ts';
import { Neighbours } from '../testing/neighbours.ts';
import { expireCarts } from './expire-carts.job.ts';

const neighbours = new Neighbours();
let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(manifest, { commands: neighbours.commands });
});
afterAll(() => subgraph.stop());

const setQuantity = (buyer: ReturnType<typeof aBuyer>, itemId: string, quantity: number) =>
  subgraph.as(buyer).query('mutation ($itemId: ID!, $quantity: Int!) { updateCartItem(itemId: $itemId, quantity: $quantity) { id } }', {
    itemId,
    quantity,
  });
const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const remove = (buyer: ReturnType<typeof aBuyer>, itemId: string) =>
  subgraph.as(buyer).query('mutation ($itemId: ID!) { removeFromCart(itemId: $itemId) { id } }', { itemId });
const overdue = (cartId: string) => subgraph.sql.query(`update cart set expires_at = now() - interval '1 second' where id = $1`, [cartId]);

describe('filling a cart', () => {
  test('opens it, holds the goods and adds up', async () => {
    const buyer = aBuyer();
    const [book, pen] = [neighbours.selling(), neighbours.selling({ price: { amountMinor: 250, currency: 'USD' } })];
    const cart = await putIntoCart(subgraph, buyer, book, 2);
    expect(await putIntoCart(subgraph, buyer, pen, 3)).toMatchObject({ id: cart.id, total: { amountMinor: 2_750, currency: 'USD' } });
    expect(await putIntoCart(subgraph, buyer, book)).toMatchObject({ id: cart.id, items: [{ quantity: 3 }, { quantity: 3 }] });
    expect(neighbours.held(cart.id, book)).toBe(3);
    expect((await subgraph.emitted(CartCreated)).filter((created) => created.cartId === cart.id)).toHaveLength(1);
    expect((await subgraph.emitted(CartItemAdded)).filter((added) => added.cartId === cart.id).map((added) => added.quantity)).toEqual([
      2, 3, 1,
    ]);
  });

  test.each([0, -1, 101, 2_147_483_647])('with %d of something is refused', async (quantity) => {
    const buyer = aBuyer();
    await expect(putIntoCart(subgraph, buyer, neighbours.selling(), quantity)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { field: 'quantity' },
    });
    expect(await seeCart(subgraph, buyer)).toBeNull();
  });

  test('with more than the limit in two steps is refused, and the first step stays', async () => {
    const buyer = aBuyer();
    const variant = neighbours.selling({}, 1_000);
    await putIntoCart(subgraph, buyer, variant, 60);
    await expect(putIntoCart(subgraph, buyer, variant, 60)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    expect((await seeCart(subgraph, buyer))?.items).toEqual([expect.objectContaining({ quantity: 60 })]);
  });

  test('with more than there is says how many are left', async () => {
    const buyer = aBuyer();
    const variant = neighbours.selling({}, 5);
    await putIntoCart(subgraph, aBuyer(), variant, 3);
    await expect(putIntoCart(subgraph, buyer, variant, 3)).rejects.toMatchObject({ code: 'OUT_OF_STOCK', details: { available: 2 } });
    expect((await seeCart(subgraph, buyer))?.items ?? []).toEqual([]);
  });

  test('in two currencies is refused, until the first has gone', async () => {
    const buyer = aBuyer();
    const cart = await putIntoCart(subgraph, buyer, neighbours.selling());
    const foreign = neighbours.selling({ price: { amountMinor: 900, currency: 'EUR' } });
    await expect(putIntoCart(subgraph, buyer, foreign)).rejects.toMatchObject({ code: 'CURRENCY_MISMATCH', details: { currency: 'USD' } });
    await remove(buyer, cart.items[0]!.id);
    expect(await putIntoCart(subgraph, buyer, foreign)).toMatchObject({ id: cart.id, total: { amountMinor: 900, currency: 'EUR' } });
  });

  test('in the currency of its first line, or the one that is asked for, at each thing’s price in it', async () => {
    const [buyer, prices] = [aBuyer(), [usd(1_000), { amountMinor: 150_000, currency: 'JPY' }, { amountMinor: 3_050, currency: 'KWD' }]];
    const [both, dollars] = [neighbours.selling({ price: prices[0]!, prices }), neighbours.selling()];
    const put = async (variantId: string, currency?: string) =>
      (
        await subgraph
          .as(buyer)
          .query<{ addToCart: { id: string; total: object; items: { id: string }[] } }>(
            'mutation ($input: AddToCartInput!) { addToCart(input: $input) { id total { amountMinor currency formatted } items { id } } }',
            { input: { variantId, quantity: 2, currency } },
          )
      ).addToCart;
    const cart = await put(both, 'JPY');
    expect(cart.total).toEqual({ amountMinor: 300_000, currency: 'JPY', formatted: '¥300,000' });
    expect((await put(both)).total).toMatchObject({ amountMinor: 600_000, currency: 'JPY' });
    await expect(put(both, 'KWD')).rejects.toMatchObject({ code: 'CURRENCY_MISMATCH', details: { currency: 'JPY' } });
    await expect(put(dollars)).rejects.toMatchObject({ code: 'CURRENCY_MISMATCH', details: { currency: 'JPY', variantId: dollars } });
    await remove(buyer, cart.items[0]!.id);
    expect((await put(both, 'KWD')).total).toEqual({ amountMinor: 6_100, currency: 'KWD', formatted: 'KWD\u00a06.100' });
    await checkOut(subgraph, buyer, { expectedTotal: { amountMinor: 6_100, currency: 'KWD' } });
    expect(neighbours.orders.at(-1)).toMatchObject({ currency: 'KWD', lines: [{ unitPrice: prices[2] }] });
  });

  test('with one’s own goods, a draft, nothing, or a download without its file is refused', async () => {
    const seller = aSeller();
    await expect(putIntoCart(subgraph, seller, neighbours.selling({ sellerId: seller.sellerId! }))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(putIntoCart(subgraph, seller, neighbours.selling({ status: 'DRAFT' }))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(putIntoCart(subgraph, seller, newId())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const download = neighbours.selling({ kind: 'DIGITAL', deliverable: false });
    await expect(putIntoCart(subgraph, seller, download)).rejects.toMatchObject({ code: 'DOWNLOAD_MISSING' });
  });

  test('with the same thing twenty times at once loses none', async () => {
    const buyer = aBuyer();
    const variant = neighbours.selling();
    await putIntoCart(subgraph, buyer, variant);
    await Promise.all(Array.from({ length: 10 }, () => putIntoCart(subgraph, buyer, variant)));
    const cart = await seeCart(subgraph, buyer);
    expect(cart?.items).toEqual([expect.objectContaining({ quantity: 11 })]);
    expect(neighbours.held(cart!.id, variant)).toBe(11);
  });

  test('for the first time from two devices at once opens one cart', async () => {
    const buyer = aBuyer();
    const carts = await Promise.all(Array.from({ length: 8 }, () => putIntoCart(subgraph, buyer, neighbours.selling())));
    expect(new Set(carts.map((cart) => cart.id)).size).toBe(1);
    expect((await seeCart(subgraph, buyer))?.items).toHaveLength(8);
  });

  test('for the first time from two devices at once holds nothing for a cart that was not opened', async () => {
    const buyer = aBuyer();
    const variant = neighbours.selling({}, 8);
    await Promise.all(Array.from({ length: 8 }, () => putIntoCart(subgraph, buyer, variant)));
    const cart = await seeCart(subgraph, buyer);
    expect(cart?.items).toEqual([expect.objectContaining({ quantity: 8 })]);
    expect(neighbours.held(cart!.id, variant)).toBe(8);
    expect(neighbours.taken(variant)).toBe(8);
  });

  test('reads it once and writes it once', async () => {
    const [buyer, book, pen] = [aBuyer(), neighbours.selling(), neighbours.selling()];
    for (const variant of [book, pen]) {
      const statements = await statementsDuring(subgraph, () => putIntoCart(subgraph, buyer, variant));
      expect(statements.map((text) => /^\s*(select|begin|with|commit)/.exec(text)?.[1])).toEqual(['select', 'begin', 'with', 'commit']);
    }
  });
});

describe('changing a line', () => {
  test('changes what is held, and taking it out gives it back', async () => {
    const buyer = aBuyer();
    const variant = neighbours.selling();
    const cart = await putIntoCart(subgraph, buyer, variant, 5);
    await setQuantity(buyer, cart.items[0]!.id, 2);
    expect(neighbours.held(cart.id, variant)).toBe(2);
    await remove(buyer, cart.items[0]!.id);
    expect(neighbours.held(cart.id, variant)).toBe(0);
    expect(await seeCart(subgraph, buyer)).toMatchObject({ items: [], total: { amountMinor: 0 } });
  });

  test('to more than there is says how many can be had, one’s own among them', async () => {
    const buyer = aBuyer();
    const cart = await putIntoCart(subgraph, buyer, neighbours.selling({}, 5), 3);
    await expect(setQuantity(buyer, cart.items[0]!.id, 6)).rejects.toMatchObject({ code: 'OUT_OF_STOCK', details: { available: 5 } });
    expect((await seeCart(subgraph, buyer))?.items[0]?.quantity).toBe(3);
  });

  test.each([0, -1])('to %d is refused', async (quantity) => {
    const buyer = aBuyer();
    const cart = await putIntoCart(subgraph, buyer, neighbours.selling(), 3);
    await expect(setQuantity(buyer, cart.items[0]!.id, quantity)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('the end of a cart', () => {
  test('comes with its time, and is told once; then a new one begins', async () => {
    const buyer = aBuyer();
    const cart = await putIntoCart(subgraph, buyer, neighbours.selling());
    await subgraph.run(expireCarts);
    expect(await seeCart(subgraph, buyer, cart.id)).toMatchObject({ status: 'ACTIVE' });
    await overdue(cart.id);
    await Promise.all([subgraph.run(expireCarts), subgraph.run(expireCarts)]);
    expect(await seeCart(subgraph, buyer, cart.id)).toMatchObject({ status: 'EXPIRED' });
    expect((await subgraph.emitted(CartAbandoned)).filter((ended) => ended.cartId === cart.id)).toEqual([
      { cartId: cart.id, buyerId: buyer.userId, reason: 'EXPIRED' },
    ]);
    expect((await putIntoCart(subgraph, buyer, neighbours.selling())).id).not.toBe(cart.id);
  });

  test('is noticed by who comes back before the job does', async () => {
    const buyer = aBuyer();
    const cart = await putIntoCart(subgraph, buyer, neighbours.selling());
    await overdue(cart.id);
    await expect(checkOut(subgraph, buyer)).rejects.toMatchObject({ code: 'CART_EMPTY' });
    expect((await putIntoCart(subgraph, buyer, neighbours.selling())).id).not.toBe(cart.id);
    expect(await seeCart(subgraph, buyer, cart.id)).toMatchObject({ status: 'EXPIRED' });
  });

  test('comes with its hold’s, by inventory’s clock', async () => {
    const buyer = aBuyer();
    const cart = await putIntoCart(subgraph, buyer, neighbours.selling());
    await subgraph.deliver(ReservationExpired, { reservationId: newId(), cartId: cart.id, orderId: null });
    expect(await seeCart(subgraph, buyer, cart.id)).toMatchObject({ status: 'EXPIRED' });
  });

  test('is COMPLETED when its order is paid and ABANDONED when the payment fails', async () => {
    const orderFacts = { total: { amountMinor: 1_000, currency: 'USD' }, lines: [] };
    const [paying, failing] = [aBuyer(), aBuyer()];
    const [paid, failed] = [
      await putIntoCart(subgraph, paying, neighbours.selling()),
      await putIntoCart(subgraph, failing, neighbours.selling()),
    ];
    const [one, other] = [await checkOut(subgraph, paying), await checkOut(subgraph, failing)];
    await subgraph.deliver(OrderConfirmed, { orderId: one.order.id, cartId: paid.id, buyerId: paying.userId!, ...orderFacts });
    await subgraph.deliver(OrderCancelled, {
      orderId: other.order.id,
      cartId: failed.id,
      buyerId: failing.userId!,
      reason: 'PAYMENT_FAILED',
      paid: false,
    });
    expect(await seeCart(subgraph, paying, paid.id)).toMatchObject({ status: 'COMPLETED' });
    expect(await seeCart(subgraph, failing, failed.id)).toMatchObject({ status: 'ABANDONED' });
  });
});

describe('buying again', () => {
  const reorder = (buyer: ReturnType<typeof aBuyer>, orderId: string) =>
    subgraph
      .as(buyer)
      .query<{ reorder: { total: { amountMinor: number; currency: string }; items: { quantity: number }[] } }>(
        'mutation ($orderId: ID!) { reorder(orderId: $orderId) { total { amountMinor currency } items { quantity } } }',
        { orderId },
      );

  test('fills the cart with what can still be had', async () => {
    const buyer = aBuyer();
    const [plenty, scarce, gone] = [neighbours.selling(), neighbours.selling({}, 1), neighbours.selling({ status: 'ARCHIVED' })];
    const orderId = neighbours.orderOf(
      buyer.userId!,
      [plenty, scarce, gone].map((variantId) => ({ variantId, quantity: 2 })),
    );
    expect((await reorder(buyer, orderId)).reorder.items.map((item) => item.quantity)).toEqual([2, 1]);
    expect((await reorder(buyer, orderId)).reorder.items.map((item) => item.quantity)).toEqual([2, 1]);
  });

  test("is in the order's currency, also where that is not the one in which things are priced first", async () => {
    const buyer = aBuyer();
    const prices = [
      { amountMinor: 1_000, currency: 'USD' },
      { amountMinor: 900, currency: 'EUR' },
    ];
    const [dollarsOnly, lamp] = [neighbours.selling(), neighbours.selling({ prices })];
    const lines = [dollarsOnly, lamp].map((variantId) => ({ variantId, quantity: 2 }));
    const { reorder: cart } = await reorder(buyer, neighbours.orderOf(buyer.userId!, lines, 'EUR'));
    expect(cart).toEqual({ total: { amountMinor: 1_800, currency: 'EUR' }, items: [{ quantity: 2 }] });
    const inDollars = neighbours.orderOf(buyer.userId!, lines, 'USD');
    await expect(reorder(buyer, inDollars)).rejects.toMatchObject({ code: 'CURRENCY_MISMATCH', details: { currency: 'EUR' } });
  });

  test('nothing of which can be had says why', async () => {
    const buyer = aBuyer();
    const orderId = neighbours.orderOf(buyer.userId!, [{ variantId: neighbours.selling({}, 0), quantity: 2 }]);
    await expect(reorder(buyer, orderId)).rejects.toMatchObject({ code: 'OUT_OF_STOCK' });
  });
});
