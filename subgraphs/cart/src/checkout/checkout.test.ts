import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DomainError } from '@stoa/kit/errors';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, answering, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { placeOrder } from '@stoa/schema/commands/orders';
import { CheckoutStarted } from '@stoa/schema/events/cart';
import manifest from '../index.ts';
import { checkOut, putIntoCart, seeCart } from '../testing/given-cart.ts';
import { anAddress, Neighbours, paymentOf } from '../testing/neighbours.ts';
import { resumeCheckouts } from './resume-checkouts.job.ts';

const neighbours = new Neighbours();
let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(manifest, { commands: neighbours.commands, environment: { STOA_CHECKOUT_RATE: '30/600' } });
});
beforeEach(() => {
  for (const each of neighbours.commands) subgraph.play(each);
});
afterAll(() => subgraph.stop());

const ordersOf = (buyer: ReturnType<typeof aBuyer>) => neighbours.orders.filter((order) => order.buyerId === buyer.userId);

describe('checking out', () => {
  test('places one order with what the cart holds, at catalog’s prices, under an id that was committed before', async () => {
    const buyer = aBuyer();
    const variant = neighbours.selling();
    const cart = await putIntoCart(subgraph, buyer, variant, 2);
    const { order, payment } = await checkOut(subgraph, buyer, { expectedTotal: { amountMinor: 2_000, currency: 'USD' } });
    expect(payment.id).toBe(paymentOf(order.id));
    expect(ordersOf(buyer)).toEqual([
      expect.objectContaining({
        orderId: order.id,
        cartId: cart.id,
        currency: 'USD',
        provider: 'STRIPE',
        shippingAddress: anAddress,
        lines: [expect.objectContaining({ variantId: variant, quantity: 2 })],
      }),
    ]);
    expect((await subgraph.emitted(CheckoutStarted)).at(-1)).toEqual({
      cartId: cart.id,
      buyerId: buyer.userId,
      orderId: order.id,
      total: { amountMinor: 2_000, currency: 'USD' },
    });
    expect(await seeCart(subgraph, buyer)).toMatchObject({ id: cart.id, status: 'CHECKOUT' });
    expect(subgraph.asked(placeOrder).at(-1)?.key).toBe(order.id);
  });

  test('thirty times in ten minutes is the most, and a repeat is no other time', async () => {
    const buyer = aBuyer();
    await subgraph.sql.query(
      `insert into cart (id, buyer_id, status) select gen_random_uuid(), $1, 'COMPLETED' from generate_series(1, 29)`,
      [buyer.userId],
    );
    await putIntoCart(subgraph, buyer, neighbours.selling());
    const idempotencyKey = newId();
    const thirtieth = await checkOut(subgraph, buyer, { idempotencyKey });
    await putIntoCart(subgraph, buyer, neighbours.selling());
    await expect(checkOut(subgraph, buyer)).rejects.toMatchObject({ code: 'RATE_LIMITED', details: { retryAfter: 600 } });
    expect(await checkOut(subgraph, buyer, { idempotencyKey })).toEqual(thirtieth);
    await subgraph.sql.query(`update cart set created_at = now() - interval '10 minutes' where buyer_id = $1 and status <> 'ACTIVE'`, [
      buyer.userId,
    ]);
    await checkOut(subgraph, buyer);
  });

  test('again with the key gives the same answer; with other input a conflict; with another key CART_CLOSED', async () => {
    const buyer = aBuyer();
    await putIntoCart(subgraph, buyer, neighbours.selling());
    const idempotencyKey = newId();
    const first = await checkOut(subgraph, buyer, { idempotencyKey });
    expect(await checkOut(subgraph, buyer, { idempotencyKey })).toEqual(first);
    await expect(checkOut(subgraph, buyer, { idempotencyKey, shippingAddress: { ...anAddress, city: 'Paris' } })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    await expect(checkOut(subgraph, buyer)).rejects.toMatchObject({ code: 'CART_CLOSED', details: { orderId: first.order.id } });
    expect(ordersOf(buyer)).toHaveLength(1);
  });

  test.each([
    'updateCartItem(itemId: $itemId, quantity: 2)',
    'removeFromCart(itemId: $itemId)',
  ])('after it %s is refused, with the order that the cart became', async (change) => {
    const buyer = aBuyer();
    const cart = await putIntoCart(subgraph, buyer, neighbours.selling());
    const { order } = await checkOut(subgraph, buyer);
    await expect(
      subgraph.as(buyer).query(`mutation ($itemId: ID!) { ${change} { id } }`, { itemId: cart.items[0]!.id }),
    ).rejects.toMatchObject({ code: 'CART_CLOSED', details: { orderId: order.id } });
  });

  test('again with the key gives the same answer while the next cart is being filled, whatever that one holds', async () => {
    const buyer = aBuyer();
    await putIntoCart(subgraph, buyer, neighbours.selling());
    const idempotencyKey = newId();
    const first = await checkOut(subgraph, buyer, { idempotencyKey });
    const variant = neighbours.selling();
    const next = await putIntoCart(subgraph, buyer, variant);
    neighbours.variants.set(variant, { ...neighbours.variants.get(variant)!, status: 'ARCHIVED' });
    expect(await checkOut(subgraph, buyer, { idempotencyKey })).toEqual(first);
    await expect(checkOut(subgraph, buyer)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await seeCart(subgraph, buyer)).toMatchObject({ id: next.id, status: 'ACTIVE' });
  });

  test('while things are put into the cart leaves each of them in one cart or the other', async () => {
    const buyer = aBuyer();
    const variants = Array.from({ length: 5 }, () => neighbours.selling());
    await putIntoCart(subgraph, buyer, variants[0]!);
    const puts = variants.slice(1).map((variant) => putIntoCart(subgraph, buyer, variant));
    const { order } = await checkOut(subgraph, buyer);
    await Promise.all(puts);
    const [placed] = ordersOf(buyer);
    const started = (await subgraph.emitted(CheckoutStarted)).find(({ orderId }) => orderId === order.id);
    expect(started?.total.amountMinor).toBe(placed!.lines.length * 1_000);
    const next = await seeCart(subgraph, buyer);
    const left = next?.status === 'ACTIVE' ? next.items.length : 0;
    expect(placed!.lines.length + left).toBe(5);
  });

  test('ten times at once with one key places one order and gives one answer', async () => {
    const buyer = aBuyer();
    await putIntoCart(subgraph, buyer, neighbours.selling());
    const idempotencyKey = newId();
    const answers = await Promise.all(Array.from({ length: 10 }, () => checkOut(subgraph, buyer, { idempotencyKey })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(ordersOf(buyer)).toHaveLength(1);
  });

  test('two that race with keys of their own make one order, and the other learns which', async () => {
    const buyer = aBuyer();
    await putIntoCart(subgraph, buyer, neighbours.selling());
    const results = await Promise.allSettled([checkOut(subgraph, buyer), checkOut(subgraph, buyer)]);
    const won = results.find((result) => result.status === 'fulfilled')!.value;
    const lost = results.find((result) => result.status === 'rejected')!.reason;
    expect(lost).toMatchObject({ code: 'CART_CLOSED', details: { orderId: won.order.id } });
    expect(ordersOf(buyer)).toHaveLength(1);
  });

  test('keys count per buyer', async () => {
    const idempotencyKey = newId();
    const buyers = [aBuyer(), aBuyer()];
    for (const buyer of buyers) await putIntoCart(subgraph, buyer, neighbours.selling());
    const [one, other] = await Promise.all(buyers.map((buyer) => checkOut(subgraph, buyer, { idempotencyKey })));
    expect(one!.order.id).not.toBe(other!.order.id);
  });

  test('an empty cart, or none, is refused', async () => {
    await expect(checkOut(subgraph, aBuyer())).rejects.toMatchObject({ code: 'CART_EMPTY' });
  });

  test('takes an address by one of both ways, and needs none where nothing is shipped', async () => {
    const buyer = aBuyer();
    await putIntoCart(subgraph, buyer, neighbours.selling());
    await expect(checkOut(subgraph, buyer, { shippingAddress: null })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { field: 'shippingAddress' },
    });
    const shippingAddressId = neighbours.addressOf(buyer.userId!);
    await expect(checkOut(subgraph, buyer, { shippingAddressId })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await checkOut(subgraph, buyer, { shippingAddress: null, shippingAddressId });
    expect(ordersOf(buyer)[0]?.shippingAddress).toEqual(anAddress);

    const reader = aBuyer();
    await putIntoCart(subgraph, reader, neighbours.selling({ kind: 'DIGITAL' }));
    await checkOut(subgraph, reader, { shippingAddress: null });
    expect(ordersOf(reader)[0]?.shippingAddress).toBeNull();
  });
});

describe('an order that cannot be placed', () => {
  test('opens the cart again, and the same key keeps the refusal', async () => {
    const buyer = aBuyer();
    const cart = await putIntoCart(subgraph, buyer, neighbours.selling());
    const idempotencyKey = newId();
    subgraph.play(
      answering(placeOrder, () => {
        throw new DomainError('PAYMENT_FAILED', 'The card was declined', { providerCode: 'card_declined' });
      }),
    );
    const refused = { code: 'PAYMENT_FAILED', details: { providerCode: 'card_declined' } };
    await expect(checkOut(subgraph, buyer, { idempotencyKey })).rejects.toMatchObject(refused);
    expect(await seeCart(subgraph, buyer)).toMatchObject({ id: cart.id, status: 'ACTIVE' });
    for (const each of neighbours.commands) subgraph.play(each);
    await expect(checkOut(subgraph, buyer, { idempotencyKey })).rejects.toMatchObject(refused);
    await checkOut(subgraph, buyer);
    expect(ordersOf(buyer)).toHaveLength(1);
  });

  test('because orders does not answer is placed later under the same id', async () => {
    const buyer = aBuyer();
    await putIntoCart(subgraph, buyer, neighbours.selling());
    const idempotencyKey = newId();
    subgraph.play(
      answering(placeOrder, () => {
        throw new Error('orders is down');
      }),
    );
    await expect(checkOut(subgraph, buyer, { idempotencyKey })).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      details: { service: 'orders' },
    });
    expect(await seeCart(subgraph, buyer)).toMatchObject({ status: 'CHECKOUT' });
    for (const each of neighbours.commands) subgraph.play(each);
    await subgraph.run(resumeCheckouts);
    expect(ordersOf(buyer)).toHaveLength(0);
    await subgraph.sql.query('update checkout set next_try_at = now() where buyer_id = $1', [buyer.userId]);
    await Promise.all([subgraph.run(resumeCheckouts), subgraph.run(resumeCheckouts)]);
    expect(ordersOf(buyer)).toHaveLength(1);
    const { order } = await checkOut(subgraph, buyer, { idempotencyKey });
    expect(ordersOf(buyer)[0]?.orderId).toBe(order.id);
  });
});
