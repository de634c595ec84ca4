import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  CancelShipmentDocument,
  type CheckoutInput,
  CreateShippingMethodDocument,
  OrderChargesDocument,
  ParcelsToSendDocument,
  QuoteCartDocument,
  type QuoteInput,
  RefundPaymentDocument,
  RemoveShippingMethodDocument,
  RemoveTaxRateDocument,
  SetTaxRateDocument,
  type ShippingMethodInput,
  ShippingMethodsDocument,
  UpdateShippingMethodDocument,
} from '@stoa/schema/generated/operations/e2e';
import { addToCart, CHECKOUT, type CheckedOut, cartStatus, checkOut, orderIs, pay, seeOrder } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { balances } from '../support/figures.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, anAddress, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let admin: Client;
let buyer: Person;
let seller: Person;
let lamp: Goods;

inOneShop(async (opened) => {
  shop = opened;
  admin = await shop.admin();
});
beforeEach(async () => {
  [buyer, seller] = await Promise.all([aBuyer(shop), aSeller(shop)]);
  lamp = await goods(seller, 'Brass lamp', 2_000, 20);
});

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const offer = async (name: string, amountMinor: number, more: Partial<ShippingMethodInput> = {}): Promise<string> => {
  const input = { name, destinations: ['GR', 'DE', 'US-CA'], price: usd(amountMinor), ...more };
  return (await seller.ask(CreateShippingMethodDocument, { input })).createShippingMethod.id;
};
const quote = async (input: QuoteInput) => (await buyer.ask(QuoteCartDocument, { input })).cart!.quote!;
const charges = async ({ order }: CheckedOut) => (await buyer.ask(OrderChargesDocument, { id: order.id })).order!;
const refusalOf = (input: Partial<CheckoutInput>) =>
  buyer.refusal(CHECKOUT, { input: { idempotencyKey: crypto.randomUUID(), shippingAddress: anAddress, ...input } });

async function paid(checkedOut: CheckedOut): Promise<CheckedOut> {
  await pay(shop, checkedOut);
  await orderIs(buyer, checkedOut.order.id, 'CONFIRMED');
  return checkedOut;
}

/** What has come into accounts since then. */
async function movedSince(before: Record<string, number>): Promise<Record<string, number>> {
  await everythingAgrees(shop);
  const after = await balances(shop);
  const codes = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(codes.map((code) => [code, (after[code] ?? 0) - (before[code] ?? 0)]).filter(([, moved]) => moved !== 0));
}

describe('shipping', () => {
  test('is shown with the basket, the cheapest is taken, and the order keeps it however the seller changes it', async () => {
    const letter = await offer('Letter', 500, { perItem: usd(100), freeFrom: usd(10_000) });
    const express = await offer('Express', 1_500);
    const song = await goods(seller, 'A song of the sea', 100, null, { kind: 'COURSE' });
    await addToCart(buyer, lamp.variantId, 3);
    await addToCart(buyer, song.variantId);
    expect(await quote({ country: 'GR' })).toEqual({
      ...{ subtotal: { amountMinor: 6_100 }, discount: { amountMinor: 0 }, tax: { amountMinor: 0 } },
      ...{ shipping: { amountMinor: 700 }, total: { amountMinor: 6_800 }, coupons: [] },
      shippingOptions: [
        {
          ...{ seller: { id: seller.sellerId }, available: true, chosenId: letter },
          methods: [
            { id: letter, name: 'Letter', price: { amountMinor: 700 } },
            { id: express, name: 'Express', price: { amountMinor: 1_500 } },
          ],
        },
      ],
    });
    const before = await balances(shop);
    const bought = await checkOut(buyer, { expectedTotal: usd(6_800) });
    await seller.ask(UpdateShippingMethodDocument, { id: letter, input: { name: 'Pigeon', price: usd(9_900) } });
    await paid(bought);
    expect(await charges(bought)).toMatchObject({
      ...{ subtotal: { amountMinor: 6_100 }, shippingTotal: { amountMinor: 700 }, total: { amountMinor: 6_800 } },
      shipping: [{ methodName: 'Letter', price: { amountMinor: 700 } }],
    });
    // The fee is on the goods; what is taken for sending is the seller's.
    expect(await movedSince(before)).toEqual({
      ...{ BUYER_EXTERNAL: -6_800, PLATFORM_REVENUE: 610, [`SELLER_PAYABLE_${seller.sellerId}`]: 5_490 + 700 },
    });
    const { data } = await seller.send('query ($id: ID!) { seller(id: $id) { shipments { nodes { shippingMethod } } } }', {
      id: seller.sellerId,
    });
    expect(data).toEqual({ seller: { shipments: { nodes: [{ shippingMethod: 'Letter' }] } } });
  });

  test('is what was chosen, and nothing of a seller who has set nothing', async () => {
    await offer('Letter', 500);
    const express = await offer('Express', 1_500);
    const other = await aSeller(shop);
    const book = await goods(other, 'Old book', 1_000, 5);
    await addToCart(buyer, lamp.variantId);
    await addToCart(buyer, book.variantId);
    const shippingMethods = [{ sellerId: seller.sellerId!, methodId: express }];
    expect((await quote({ country: 'GR', shippingMethods })).total.amountMinor).toBe(4_500);
    // A total without the sending is not what is charged.
    expect(await refusalOf({ shippingMethods, expectedTotal: usd(3_000) })).toMatchObject({ code: 'PRICE_CHANGED' });
    const bought = await paid(await checkOut(buyer, { shippingMethods, expectedTotal: usd(4_500) }));
    expect((await charges(bought)).shipping).toMatchObject([{ methodName: 'Express' }]);
    await everythingAgrees(shop);
  });

  test('to where a seller does not ship, or by what they do not have, is refused, and the basket is open again', async () => {
    const letter = await offer('Letter', 500);
    const cart = await addToCart(buyer, lamp.variantId);
    const abroad = { shippingAddress: { ...anAddress, country: 'FR' } };
    expect(await refusalOf(abroad)).toMatchObject({ code: 'SHIPPING_UNAVAILABLE' });
    expect((await quote({ country: 'FR' })).shippingOptions).toMatchObject([{ available: false, methods: [], chosenId: null }]);
    expect(await refusalOf({ shippingAddress: { ...anAddress, country: 'US', region: 'NY' } })).toMatchObject({
      code: 'SHIPPING_UNAVAILABLE',
    });
    const shippingMethods = [{ sellerId: seller.sellerId!, methodId: letter }];
    await seller.ask(RemoveShippingMethodDocument, { id: letter });
    expect(await refusalOf({ shippingMethods })).toMatchObject({ code: 'SHIPPING_UNAVAILABLE' });
    expect(await cartStatus(buyer, cart.id)).toBe('ACTIVE');
    // Nothing is left that could be charged, so nothing is.
    await paid(await checkOut(buyer, { expectedTotal: usd(2_000) }));
    await everythingAgrees(shop);
  });

  test('goes back with the goods that are not sent, and not with a line of them', async () => {
    await offer('Letter', 500);
    const vase = await goods(seller, 'Blue vase', 1_000, 5);
    const before = await balances(shop);
    await addToCart(buyer, lamp.variantId);
    await addToCart(buyer, vase.variantId);
    const bought = await paid(await checkOut(buyer));
    const { items } = await seeOrder(buyer, bought.order.id);
    const refund = { paymentId: bought.payment.id, items: [{ orderItemId: items[0]!.id, quantity: 1 }], idempotencyKey: 'a lamp' };
    expect((await seller.ask(RefundPaymentDocument, { input: refund })).refundPayment.amount.amountMinor).toBe(2_000);
    const parcel = await until('there is a parcel to send', async () => {
      const { seller: own } = await seller.ask(ParcelsToSendDocument, { id: seller.sellerId! });
      return own!.shipments!.nodes[0];
    });
    await seller.ask(CancelShipmentDocument, { id: parcel.id });
    await orderIs(buyer, bought.order.id, 'CANCELLED');
    expect((await seeOrder(buyer, bought.order.id)).payment.refunded.amountMinor).toBe(3_500);
    expect(await movedSince(before)).toEqual({});
  });

  test('goes back also where all lines were paid back one by one before anything was sent', async () => {
    await offer('Letter', 500);
    const vase = await goods(seller, 'Blue vase', 1_000, 5);
    await addToCart(buyer, lamp.variantId);
    await addToCart(buyer, vase.variantId);
    const bought = await paid(await checkOut(buyer));
    for (const { id } of (await seeOrder(buyer, bought.order.id)).items) {
      const input = { paymentId: bought.payment.id, items: [{ orderItemId: id, quantity: 1 }], idempotencyKey: id };
      await seller.ask(RefundPaymentDocument, { input });
    }
    await orderIs(buyer, bought.order.id, 'CANCELLED');
    await everythingAgrees(shop);
    expect((await seeOrder(buyer, bought.order.id)).payment.refunded.amountMinor).toBe(3_500);
  });

  test('methods are for everybody to see and their seller to change', async () => {
    const id = await offer('Letter', 500, { perItem: usd(10), freeFrom: usd(5_000) });
    expect((await shop.client().ask(ShippingMethodsDocument, { id: seller.sellerId! })).seller!.shippingMethods).toEqual([
      {
        ...{ id, name: 'Letter', destinations: ['GR', 'DE', 'US-CA'], price: usd(500) },
        ...{ perItem: { amountMinor: 10 }, freeFrom: { amountMinor: 5_000 } },
      },
    ]);
    const stranger = await aSeller(shop);
    const input = { name: 'Mine', price: usd(1) };
    expect((await stranger.refusal(UpdateShippingMethodDocument, { id, input })).code).toBe('NOT_FOUND');
    expect((await stranger.refusal(RemoveShippingMethodDocument, { id })).code).toBe('NOT_FOUND');
    expect((await buyer.refusal(CreateShippingMethodDocument, { input })).code).toBe('FORBIDDEN');
    for (const wrong of [{ price: usd(-1) }, { destinations: ['Germany'] }, { freeFrom: { amountMinor: 1, currency: 'EUR' } }])
      expect((await seller.refusal(CreateShippingMethodDocument, { input: { ...input, ...wrong } })).code).toBe('BAD_USER_INPUT');
  });
});

describe('tax', () => {
  const rates: string[] = [];
  const setRate = async (country: string, percentage: number, more: { region?: string; included?: boolean } = {}): Promise<void> => {
    const input = { country, percentage, included: false, ...more };
    rates.push((await admin.ask(SetTaxRateDocument, { input })).setTaxRate.id);
  };
  const noRates = async (): Promise<void> => {
    for (const id of rates.splice(0)) await admin.ask(RemoveTaxRateDocument, { id });
  };
  const to = (country: string, region?: string) => ({ shippingAddress: { ...anAddress, country, ...(region && { region }) } });

  test('comes on top by country and region, is owed to the state, and goes back with its line', async () => {
    await setRate('US', 5);
    await setRate('US', 8.875, { region: 'ca' });
    await offer('Letter', 400);
    const vase = await goods(seller, 'Blue vase', 999, 5);
    const before = await balances(shop);
    await addToCart(buyer, lamp.variantId);
    await addToCart(buyer, vase.variantId);
    // 177.5 of the lamp, 88.66 of the vase, 35.5 of the letter, each rounded half up.
    expect((await quote({ country: 'US', region: 'CA' })).tax.amountMinor).toBe(178 + 89 + 36);
    const bought = await paid(await checkOut(buyer, { ...to('US', 'CA'), expectedTotal: usd(3_702) }));
    await noRates();
    const seen = await charges(bought);
    expect(seen).toMatchObject({
      taxTotal: { amountMinor: 303 },
      shipping: [{ taxTotal: { amountMinor: 36 }, total: { amountMinor: 436 } }],
    });
    expect(seen.items).toMatchObject([
      { taxRate: 8.875, taxIncluded: false, taxTotal: { amountMinor: 178 }, total: { amountMinor: 2_178 } },
      { taxTotal: { amountMinor: 89 }, total: { amountMinor: 1_088 } },
    ]);
    const payable = `SELLER_PAYABLE_${seller.sellerId}`;
    expect(await movedSince(before)).toEqual({ BUYER_EXTERNAL: -3_702, TAX_PAYABLE: 303, PLATFORM_REVENUE: 300, [payable]: 2_699 + 400 });
    const refund = { paymentId: bought.payment.id, items: [{ orderItemId: seen.items[1]!.id, quantity: 1 }], idempotencyKey: 'the vase' };
    expect((await seller.ask(RefundPaymentDocument, { input: refund })).refundPayment.amount.amountMinor).toBe(1_088);
    expect(await movedSince(before)).toEqual({ BUYER_EXTERNAL: -2_614, TAX_PAYABLE: 214, PLATFORM_REVENUE: 200, [payable]: 1_800 + 400 });
  });

  test('that prices include is taken from the seller, not from the buyer', async () => {
    await setRate('DE', 19, { included: true });
    const before = await balances(shop);
    await addToCart(buyer, lamp.variantId);
    await paid(await checkOut(buyer, { ...to('DE'), expectedTotal: usd(2_000) }));
    await noRates();
    // 2,000 are 1,681 and 319 of tax; the fee is on what is left for the seller.
    expect(await movedSince(before)).toEqual({
      ...{ BUYER_EXTERNAL: -2_000, TAX_PAYABLE: 319, PLATFORM_REVENUE: 168, [`SELLER_PAYABLE_${seller.sellerId}`]: 1_513 },
    });
  });

  test('needs to know where somebody lives who buys what is not sent, as soon as any is set', async () => {
    const course = await goods(seller, 'A course of pottery', 1_000, null, { kind: 'COURSE' });
    await addToCart(buyer, course.variantId);
    await setRate('DE', 19);
    expect(await refusalOf({ shippingAddress: null })).toMatchObject({ code: 'BAD_USER_INPUT' });
    const bought = await checkOut(buyer, { ...to('DE'), expectedTotal: usd(1_190) });
    await noRates();
    await pay(shop, bought);
    await until('the order is paid', async () => (await seeOrder(buyer, bought.order.id)).payment.status === 'CAPTURED');
    expect((await charges(bought)).taxTotal.amountMinor).toBe(190);
    await everythingAgrees(shop);
  });
});
