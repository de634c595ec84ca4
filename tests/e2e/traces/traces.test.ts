import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type EndedSpan, recordSpans } from '@stoa/kit/observability';
import { addToCart, buy, checkOut, orderIs, pay } from '../support/buying.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, goods } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
inOneShop(async (opened) => {
  shop = opened;
});

const spans: EndedSpan[] = [];
beforeAll(() => recordSpans({ ratio: 1, take: (span) => void spans.push(span) }));
afterAll(() => recordSpans(undefined));

const traceOf = (name: string): EndedSpan[] => {
  const root = spans.find((span) => span.service === 'gateway' && span.name === name);
  return spans.filter(({ traceId }) => traceId === root?.traceId);
};

/** Nothing of a trace hangs in the air. */
function expectWhole(trace: readonly EndedSpan[]): void {
  const known = new Set(trace.map(({ spanId }) => spanId));
  const adrift = trace.filter(({ parentSpanId }) => parentSpanId !== undefined && !known.has(parentSpanId));
  expect(adrift.map(({ name }) => name)).toEqual([]);
}

const namesOf = (trace: readonly EndedSpan[]): string[] => trace.map(({ service, name }) => `${service}: ${name}`);

const parentOf = (trace: readonly EndedSpan[], name: string): string | undefined => {
  const span = trace.find((each) => each.name === name);
  return namesOf(trace.filter(({ spanId }) => spanId === span?.parentSpanId))[0];
};

test('a click is one trace, through commands of other domains and to what they make of its events', async () => {
  const { variantId } = await goods(await aSeller(shop), 'Brass lamp', 4_000, 10);
  await buy(shop, await aBuyer(shop), variantId);

  const checkout = traceOf('mutation CheckOut');
  expectWhole(checkout);
  expect(namesOf(checkout)).toEqual(
    expect.arrayContaining([
      'gateway: plan',
      'gateway: fetch cart',
      'cart: graph CheckOut__cart__0',
      'orders: command orders.placeOrder',
      'inventory: command inventory.allocate',
      'payments: command payments.createPayment',
    ]),
  );
  expect(parentOf(checkout, 'graph CheckOut__cart__0')).toBe('gateway: fetch cart');
  expect(parentOf(checkout, 'command orders.placeOrder')).toBe('cart: graph CheckOut__cart__0');
  expect(parentOf(checkout, 'command inventory.allocate')).toBe('orders: command orders.placeOrder');

  // Several domains hear of it, each when it comes to it.
  await until('inventory knows the product', async () =>
    namesOf(traceOf('mutation ListProduct')).includes('inventory: consume catalog.product.created'),
  );
  const listing = traceOf('mutation ListProduct');
  expectWhole(listing);
  expect(parentOf(listing, 'consume catalog.product.created')).toBe('catalog: graph ListProduct__catalog__0');
}, 240_000);

const PROCESS = 'mutation Process($id: ID!) { processShipment(id: $id) { id } }';
const SHIP = 'mutation Ship($id: ID!) { shipShipment(id: $id, input: { carrier: "UPS", trackingNumber: "1Z" }) { id } }';
const ARRIVED = 'mutation Arrived($id: ID!) { confirmDelivery(id: $id) { id } }';

test('a purchase is one trace from the click to the parcel, and what came from outside is linked to it', async () => {
  const seller = await aSeller(shop);
  const { variantId } = await goods(seller, 'Brass bowl', 4_000, 10);
  const buyer = await aBuyer(shop);
  await addToCart(buyer, variantId);
  spans.length = 0;
  const bought = await checkOut(buyer);
  // The provider tells of it, and is not asked before.
  await shop.sql('payments', `update payment set next_poll_at = now() + interval '1 day' where id = $1`, [bought.payment.id]);
  await pay(shop, bought);
  await orderIs(buyer, bought.order.id, 'CONFIRMED');
  const paid = () => traceOf('mutation CheckOut');
  const linkedFrom = (name: string): string[] => {
    const links = paid().find((span) => span.name === name)?.links ?? [];
    return namesOf(spans.filter(({ traceId, spanId }) => links.some((link) => link.includes(`-${traceId}-${spanId}-`))));
  };
  await until('the webhook was answered', async () => linkedFrom('payment captured').length > 0);
  expect(linkedFrom('payment captured')).toEqual(['payments: route /webhooks/stripe']);
  expect(parentOf(paid(), 'payment captured')).toBe('payments: command payments.createPayment');
  expect(parentOf(paid(), 'consume payments.payment.captured')).toBe('payments: payment captured');
  const webhook = spans.find(({ name }) => name === 'route /webhooks/stripe')!;
  expectWhole(spans.filter(({ traceId }) => traceId === webhook.traceId));

  const [shipment] = await until('the parcel may be sent', () =>
    shop
      .sql<{ id: string }>('fulfillment', 'select id from shipment where order_id = $1 and not provisional', [bought.order.id])
      .then((rows) => rows.length > 0 && rows),
  );
  for (const step of [PROCESS, SHIP]) await seller.ask(step, shipment);
  await buyer.ask(ARRIVED, shipment);
  const names = [
    ...['gateway: mutation CheckOut', 'gateway: fetch cart', 'orders: command orders.placeOrder', 'payments: payment captured'],
    ...[
      'orders: consume payments.payment.captured',
      'ledger: consume payments.payment.captured',
      'fulfillment: consume orders.order.confirmed',
    ],
    ...['fulfillment: shipment SHIPPED', 'fulfillment: shipment DELIVERED', 'orders: consume fulfillment.shipment.updated'],
  ];
  await until('all of it was done', async () => names.every((name) => namesOf(paid()).includes(name)));
  expect(linkedFrom('shipment SHIPPED')).toEqual(['fulfillment: graph Ship__fulfillment__0']);
  expect(linkedFrom('shipment DELIVERED')).toEqual(['fulfillment: graph Arrived__fulfillment__0']);
  await until('each began below what is there', async () => {
    const known = new Set(paid().map(({ spanId }) => spanId));
    return paid().every(({ parentSpanId }) => parentSpanId === undefined || known.has(parentSpanId));
  });
  await everythingAgrees(shop);
}, 240_000);
