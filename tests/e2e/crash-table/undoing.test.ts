import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { system } from '@stoa/kit/auth';
import { newTraceparent } from '@stoa/kit/observability';
import { addToCart, checkOut, orderIs, pay, seeOrder } from '../support/buying.ts';
import { type StockFigures, stockFigures } from '../support/figures.ts';
import { aBuyer, anAddress, aSeller, type Goods, goods } from '../support/people.ts';
import { openShop, type Shop, until } from '../support/shop.ts';
import { misfortune, peace } from '../support/stripe-controls.ts';

let shop: Shop;
let lamp: Goods;

beforeAll(async () => {
  // Razorpay is not offered here.
  shop = await openShop({ sandbox: { stripePort: 0, carrierPort: 0, razorpayPort: null, storePort: 0, muxPort: 0 } });
  lamp = await goods(await aSeller(shop), 'Brass lamp', 4_000, 10);
}, 240_000);

afterAll(() => shop.close());

const untouched: StockFigures = { total: 10, available: 10, reserved: 0, allocated: 0, sold: 0 };

const sagaIs = (state: string): Promise<unknown> =>
  until(`the last saga is ${state}`, async () => {
    const [saga] = await shop.sql<{ state: string }>('orders', 'select state from checkout_saga order by id desc limit 1');
    return saga?.state === state;
  });

test('a provider that is not offered is refused, and nothing is held for it', async () => {
  const buyer = await aBuyer(shop);
  await addToCart(buyer, lamp.variantId);
  await expect(checkOut(buyer, { provider: 'RAZORPAY' })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  await until('the stock is back', async () => (await stockFigures(shop, lamp)).available === 10);
  expect(await stockFigures(shop, lamp)).toEqual(untouched);
  await sagaIs('UNDONE');
});

test('a payment that its provider will never take is refused, and everything before it is taken back', async () => {
  const buyer = await aBuyer(shop);
  await addToCart(buyer, lamp.variantId);
  await misfortune(shop, { kind: 'answer-error', status: 400, times: 100, method: 'POST', path: '/v1/payment_intents' });
  await expect(checkOut(buyer)).rejects.toMatchObject({ code: 'PAYMENT_FAILED' });
  await sagaIs('UNDONE');
  await peace(shop);
  expect(await stockFigures(shop, lamp)).toEqual(untouched);
  expect(await shop.sql('payments', `select status, closed from payment where buyer_id = $1`, [buyer.userId])).toEqual([
    { status: 'CANCELLED', closed: true },
  ]);
});

test('a saga that lost its last answer for longer than its deadline takes nothing back from an order that is paid', async () => {
  const buyer = await aBuyer(shop);
  await addToCart(buyer, lamp.variantId);
  const checkedOut = await checkOut(buyer);
  const { id } = checkedOut.order;
  // As a crash leaves it when the payment was prepared and its answer is not written.
  await shop.sql('orders', `update checkout_saga set state = 'RUNNING', step = 2, next_try_at = now() + interval '1 hour' where id = $1`, [
    id,
  ]);
  await shop.sql('orders', 'update orders set payment_id = null where id = $1', [id]);
  await pay(shop, checkedOut);
  await orderIs(buyer, id, 'CONFIRMED');
  await until('the goods are sold', async () => (await stockFigures(shop, lamp)).sold === 1);
  await shop.sql('orders', `update checkout_saga set deadline_at = now() - interval '1 minute', next_try_at = now() where id = $1`, [id]);
  await sagaIs('DONE');
  expect(await seeOrder(buyer, id)).toMatchObject({ status: 'CONFIRMED', shipments: [{ status: 'PENDING', provisional: false }] });
  expect(await stockFigures(shop, lamp)).toEqual({ total: 9, available: 9, reserved: 0, allocated: 0, sold: 1 });
  expect(await shop.sql('orders', 'select payment_id as id from orders where id = $1', [id])).toEqual([{ id: checkedOut.payment.id }]);
});

/** A question may outlive the patience of whoever asked it, and be worked on when its order has ended. */
describe('what was asked for an order that has ended meanwhile comes too late', () => {
  const ask = (domain: string, name: string, input: object) =>
    shop.platform.domains.get(domain)!.answer(name, input, undefined, { viewer: system, traceparent: newTraceparent() });

  test('its stock is not allocated, and its cart keeps its hold', async () => {
    const buyer = await aBuyer(shop);
    const { id: cartId } = await addToCart(buyer, lamp.variantId, 2);
    const before = await stockFigures(shop, lamp);
    const orderId = randomUUID();
    await ask('inventory', 'inventory.releaseOrder', { orderId });
    await ask('inventory', 'inventory.releaseOrder', { orderId });
    const late = await ask('inventory', 'inventory.allocate', { orderId, cartId, lines: [{ variantId: lamp.variantId, quantity: 2 }] });
    expect(late).toMatchObject({ refusal: { code: 'OUT_OF_STOCK' } });
    expect(await stockFigures(shop, lamp)).toEqual(before);
  });

  test('its parcels are not prepared', async () => {
    const orderId = randomUUID();
    await ask('fulfillment', 'fulfillment.dropShipments', { orderId });
    const parcels = [
      { sellerId: randomUUID(), items: [{ orderItemId: randomUUID(), variantId: randomUUID(), name: 'Lamp', sku: 'L', quantity: 1 }] },
    ];
    const order = { orderId, orderNumber: 'ST-AAAA-AAAA', buyerId: randomUUID(), shippingAddress: anAddress };
    expect(await ask('fulfillment', 'fulfillment.prepareShipments', { ...order, parcels })).toEqual({ answer: { shipmentIds: [] } });
    expect(await shop.sql('fulfillment', 'select id from shipment where order_id = $1', [orderId])).toEqual([]);
  });
});
