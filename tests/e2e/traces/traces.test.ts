import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type EndedSpan, recordSpans } from '@stoa/kit/observability';
import { buy } from '../support/buying.ts';
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
