import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ADD, addToCart, buy, CHECKOUT, type CheckedOut, orderIs, pay, seeOrder, VERIFY } from '../support/buying.ts';
import { stockFigures } from '../support/figures.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { type Outage, outageOf } from '../support/outage.ts';
import { aBuyer, anAddress, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let seller: Person;
let buyer: Person;
let lamp: Goods;
let outage: Outage | undefined;

// A webhook that found nobody is sent again soon, since nobody waits here for minutes.
inOneShop(
  async (opened) => {
    shop = opened;
    seller = await aSeller(shop);
  },
  // What the gateway has kept it would answer without the domain that is down.
  {
    gateway: { cache: false },
    sandbox: {
      stripePort: 0,
      carrierPort: 0,
      razorpayPort: 0,
      storePort: 0,
      muxPort: 0,
      webhookRetry: { firstDelayMs: 100, maxDelayMs: 500 },
    },
  },
);

beforeEach(async () => {
  buyer = await aBuyer(shop);
  lamp = await goods(seller, 'Brass lamp', 4_000, 10);
});

afterEach(() => {
  outage?.end();
  outage = undefined;
});

const down = async (name: string): Promise<void> => {
  outage = await outageOf(shop, name);
};

const back = (): void => {
  outage?.end();
  outage = undefined;
};

const unavailable = (service: string) => ({ code: 'SERVICE_UNAVAILABLE', service, retryAfter: expect.any(Number) });

describe('a query', () => {
  const ORDER = `query ($id: ID!) { order(id: $id) { id status items { name quantity }
    payment { status } shipments { status } items { variant { product { name } availability { inStock } } seller { displayName } } } }`;

  test.each([
    ['payments', 'payment'],
    ['fulfillment', 'shipments'],
  ])('goes on without %s: what it had to say is null beside an error, the rest answers', async (name, field) => {
    const { order } = await buy(shop, buyer, lamp.variantId);
    await down(name);
    const { data, errors } = await buyer.send<{ order: Record<string, unknown> }>(ORDER, { id: order.id });
    expect(data!.order).toMatchObject({
      status: 'CONFIRMED',
      [field]: null,
      items: [{ name: 'Brass lamp', variant: { availability: { inStock: true } } }],
    });
    expect(errors).toHaveLength(1);
    expect(errors![0]).toMatchObject({ path: ['order', field], extensions: unavailable(name) });
    back();
    expect((await seeOrder(buyer, order.id)).payment.status).toBe('CAPTURED');
  });

  test('goes on without catalog and inventory as well', async () => {
    const { order } = await buy(shop, buyer, lamp.variantId);
    for (const name of ['catalog', 'inventory', 'identity']) {
      await down(name);
      const { data, errors } = await buyer.send<{ order: { status: string; items: { name: string }[] } }>(ORDER, { id: order.id });
      expect([name, data!.order.status, data!.order.items[0]!.name]).toEqual([name, 'CONFIRMED', 'Brass lamp']);
      expect(new Set(errors!.map(({ extensions }) => extensions.service))).toEqual(new Set([name]));
      back();
    }
  });

  test('that needs nothing of what is down does not notice', async () => {
    await down('payments');
    expect(
      (
        await buyer.send(
          'query ($id: ID!) { product(id: $id) { name variants { availability { available } } } cart { id } me { firstName } }',
          { id: lamp.productId },
        )
      ).errors,
    ).toBeUndefined();
    await addToCart(buyer, lamp.variantId);
  });

  test('that needs nothing else is told what is down, and when to come again', async () => {
    await down('payments');
    expect(await buyer.refusal('query { payment(id: "1") { id } }')).toMatchObject(unavailable('payments'));
    back();
    await down('orders');
    expect(await buyer.refusal('query { order(id: "1") { id } }')).toMatchObject(unavailable('orders'));
    expect((await buyer.send<{ me: object }>('{ me { firstName orders { totalCount } } }')).data).toEqual({
      me: { firstName: 'Pat', orders: null },
    });
  });

  test('of somebody whose token is known goes on without identity', async () => {
    await buyer.ask('{ cart { id } }');
    await down('identity');
    expect(await buyer.ask('{ cart { id } categories { slug } }')).toMatchObject({ cart: null });
  });
});

describe('a subscription', () => {
  test('to what is down is refused with the same words', async () => {
    const { order } = await buy(shop, buyer, lamp.variantId);
    await down('orders');
    const watched = buyer.watch('subscription ($id: ID!) { orderStatusChanged(orderId: $id) { to } }', { id: order.id });
    await until('it is refused', async () => watched.errors.length > 0);
    expect(watched.errors[0]).toMatchObject({ extensions: unavailable('orders') });
  });
});

describe('a cart', () => {
  test.each(['catalog', 'inventory'])('cannot be filled without %s, and is not half filled', async (name) => {
    await down(name);
    expect(await buyer.refusal(ADD, { variantId: lamp.variantId, quantity: 2 })).toMatchObject(unavailable(name));
    back();
    expect((await addToCart(buyer, lamp.variantId, 1)).items).toMatchObject([{ quantity: 1 }]);
    expect(await stockFigures(shop, lamp)).toMatchObject({ available: 9, reserved: 1 });
  });
});

describe('a checkout', () => {
  const input = (name: string) => ({ input: { idempotencyKey: `while ${name} is down`, shippingAddress: anAddress } });

  test.each([
    'inventory',
    'fulfillment',
    'payments',
    'orders',
  ])('while %s is down says so, and completes by itself when it is back', async (name) => {
    await addToCart(buyer, lamp.variantId, 2);
    await down(name);
    expect(await buyer.refusal(CHECKOUT, input(name))).toMatchObject(unavailable(name));
    expect(await buyer.refusal(CHECKOUT, input(name))).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    back();
    await shop.sql('cart', `update checkout set next_try_at = now() where status = 'STARTED'`);
    shop.wakeJob('cart', 'resumeCheckouts');
    await until('the checkout has completed by itself', async () => {
      const [row] = await shop.sql<{ status: string }>('cart', 'select status from checkout where buyer_id = $1', [buyer.userId]);
      return row!.status === 'PLACED';
    });
    const { checkout } = await buyer.ask<{ checkout: CheckedOut }>(CHECKOUT, input(name));
    expect(checkout).toMatchObject({ order: { status: 'PENDING' }, payment: { status: 'CREATED', clientSecret: expect.any(String) } });
    expect(await shop.sql('orders', 'select id from orders where buyer_id = $1', [buyer.userId])).toEqual([{ id: checkout.order.id }]);
    expect(await shop.sql('payments', 'select order_id from payment where buyer_id = $1', [buyer.userId])).toEqual([
      { order_id: checkout.order.id },
    ]);
    expect(await stockFigures(shop, lamp)).toEqual({ total: 10, available: 8, reserved: 0, allocated: 2, sold: 0 });
    await pay(shop, checkout);
    await orderIs(buyer, checkout.order.id, 'CONFIRMED');
  });

  test('answers the same to the same key when asked again by the buyer, without waiting for anybody', async () => {
    await addToCart(buyer, lamp.variantId, 1);
    await down('payments');
    expect(await buyer.refusal(CHECKOUT, input('payments'))).toMatchObject(unavailable('payments'));
    back();
    const { checkout } = await until(
      'the buyer’s next try succeeds',
      async () => (await buyer.send<{ checkout: CheckedOut }>(CHECKOUT, input('payments'))).data,
    );
    expect((await buyer.ask<{ checkout: CheckedOut }>(CHECKOUT, input('payments'))).checkout.order).toEqual(checkout.order);
  });
});

test('a webhook that found payments down is sent again, and heard', async () => {
  await addToCart(buyer, lamp.variantId, 1);
  const { checkout } = await buyer.ask<{ checkout: CheckedOut }>(CHECKOUT, {
    input: { idempotencyKey: 'paid while it is down', shippingAddress: anAddress },
  });
  await down('payments');
  await pay(shop, checkout);
  expect(await buyer.refusal(VERIFY, { id: checkout.payment.id })).toMatchObject(unavailable('payments'));
  back();
  await orderIs(buyer, checkout.order.id, 'CONFIRMED');
});
