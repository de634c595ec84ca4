import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ADD, addToCart, CHECKOUT } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { aBuyer, anAddress, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { rows, settledRows } from '../support/rows.ts';
import { openShop, type Shop } from '../support/shop.ts';

/** Just below what the gateway takes as a whole, and far above what any field is for. */
const LONG = 'x'.repeat(1_000_000);
const UPDATE_ITEM = 'mutation ($itemId: ID!, $quantity: Int!) { updateCartItem(itemId: $itemId, quantity: $quantity) { id } }';
const CREATE = 'mutation ($input: CreateProductInput!) { createProduct(input: $input) { id } }';
const REGISTER = 'mutation ($input: RegisterInput!) { register(input: $input) { accessToken } }';
const SET_STOCK =
  'mutation ($id: ID!, $total: Int!, $version: Int) { setStock(variantId: $id, total: $total, expectedVersion: $version) { total } }';
const ADDRESS = 'mutation ($input: AddressInput!) { addAddress(input: $input) { id } }';
const REFUND = 'mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { id } }';
const REVIEW = 'mutation ($input: ReviewProductInput!) { reviewProduct(input: $input) { id } }';
const SHIP = 'mutation ($id: ID!, $input: ShipShipmentInput!) { shipShipment(id: $id, input: $input) { id } }';

let shop: Shop;
let admin: Client;
let seller: Person;
let buyer: Person;
let lamp: Goods;
let franc: Goods;
let itemId: string;
let before: Record<string, number>;

beforeAll(async () => {
  shop = await openShop();
  admin = await shop.admin();
  [seller, buyer] = await Promise.all([aSeller(shop), aBuyer(shop)]);
  lamp = await goods(seller, 'Brass lamp', 4_000, 10);
  franc = await goods(seller, 'Swiss clock', 9_000, 10, { price: { amountMinor: 9_000, currency: 'CHF' } });
  itemId = (await addToCart(buyer, lamp.variantId, 1)).items[0]!.id;
  before = await settledRows(shop);
}, 240_000);

afterAll(async () => {
  const after = await rows(shop);
  await shop.close();
  expect(after).toEqual(before);
});

type Asker = () => Pick<Client, 'send'>;
const asBuyer: Asker = () => buyer;
const asSeller: Asker = () => seller;
const asAdmin: Asker = () => admin;
const anybody: Asker = () => shop.client();

/** Refused with this code, nothing answered, nothing written; the message is meant for a person. */
async function refused(ask: Asker, code: string, document: string, variables: object): Promise<void> {
  const { data, errors } = await ask().send<Record<string, unknown>>(document, variables);
  const [error] = errors ?? [];
  expect({
    code: error?.extensions.code,
    message: error?.message,
    data: Object.values(data ?? {}).filter((value) => value !== null),
  }).toEqual({
    code,
    message: expect.stringMatching(/^.{3,400}$/s),
    data: [],
  });
}

describe('quantities', () => {
  test.each([0, -1, 101, 2 ** 31 - 1, 2 ** 31, 1.5, Number.MAX_SAFE_INTEGER, '3', null, [1]])('%p is no quantity', async (quantity) => {
    await refused(asBuyer, 'BAD_USER_INPUT', ADD, { variantId: lamp.variantId, quantity });
    await refused(asBuyer, 'BAD_USER_INPUT', UPDATE_ITEM, { itemId, quantity });
  });

  test('written into the document, they are refused as well', async () => {
    for (const quantity of ['0', '-1', '2147483648', '1.5', '"1"'])
      expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']).toContain(
        (await buyer.refusal(`mutation { addToCart(input: { variantId: "${lamp.variantId}", quantity: ${quantity} }) { id } }`)).code,
      );
  });

  test.each([-1, 2 ** 31, 1.5, 2_000_000_000])('%p is no stock', async (total) => {
    await refused(asSeller, 'BAD_USER_INPUT', SET_STOCK, { id: lamp.variantId, total });
  });

  test('stock is not set below what carts hold, nor over a version that has passed', async () => {
    await refused(asSeller, 'BAD_USER_INPUT', SET_STOCK, { id: lamp.variantId, total: 0 });
    await refused(asSeller, 'VERSION_CONFLICT', SET_STOCK, { id: lamp.variantId, total: 20, version: 999 });
    await refused(asSeller, 'BAD_USER_INPUT', SET_STOCK, { id: lamp.variantId, total: 20, version: 2 ** 31 });
  });
});

describe('ids', () => {
  test.each([randomUUID(), 'nonsense', '0', '-1', "' or 1=1 --", 'ü'.repeat(500)])('%p is nobody’s', async (id) => {
    await refused(asBuyer, 'NOT_FOUND', ADD, { variantId: id, quantity: 1 });
    await refused(asBuyer, 'NOT_FOUND', UPDATE_ITEM, { itemId: id, quantity: 1 });
    await refused(asBuyer, 'NOT_FOUND', 'mutation ($id: ID!) { reorder(orderId: $id) { id } }', { id });
    await refused(asSeller, 'NOT_FOUND', SET_STOCK, { id, total: 1 });
    await refused(asBuyer, 'FORBIDDEN', REVIEW, { input: { productId: id, rating: 5 } });
    await refused(asAdmin, 'NOT_FOUND', REFUND, { input: { paymentId: id, idempotencyKey: 'a' } });
    await refused(asSeller, 'NOT_FOUND', SHIP, { id, input: { carrier: 'UPS', trackingNumber: '1Z' } });
    await refused(asBuyer, 'NOT_FOUND', CHECKOUT, { input: { idempotencyKey: 'unknown address', shippingAddressId: id } });
    expect(
      (
        await buyer.send(
          'query ($id: ID!) { order(id: $id) { id } payment(id: $id) { id } shipment(id: $id) { id } cart(id: $id) { id } product(id: $id) { id } seller(id: $id) { id } }',
          { id },
        )
      ).data,
    ).toEqual({
      order: null,
      payment: null,
      shipment: null,
      cart: null,
      product: null,
      seller: null,
    });
  });
});

test.each([0, 6, -1, 1.5, 2 ** 31, '5', null])('%p is no rating', async (rating) => {
  await refused(asBuyer, 'BAD_USER_INPUT', REVIEW, { input: { productId: lamp.productId, rating } });
});

describe('money', () => {
  const product = (price: unknown) => ({ input: { name: 'Thing', description: 'A thing', price } });

  test.each([0, -1, -4_000, 100_000_000_000, 2 ** 53, 1.5, '10', null])('%p is no price', async (amountMinor) => {
    await refused(asSeller, 'BAD_USER_INPUT', CREATE, product({ amountMinor, currency: 'USD' }));
  });

  test.each(['usd', 'US', 'DOLLAR', 'XXY', '', '$', null])('%p is no currency', async (currency) => {
    await refused(asSeller, 'BAD_USER_INPUT', CREATE, product({ amountMinor: 100, currency }));
  });

  test('one cart has one currency, one product too, and what the buyer expects is compared', async () => {
    await refused(asBuyer, 'CURRENCY_MISMATCH', ADD, { variantId: franc.variantId, quantity: 1 });
    const update = 'mutation ($id: ID!, $input: UpdateProductInput!) { updateProduct(id: $id, input: $input) { id } }';
    await refused(asSeller, 'CURRENCY_MISMATCH', update, { id: lamp.productId, input: { price: { amountMinor: 100, currency: 'EUR' } } });
    const mixed = [{ sku: 'a', name: 'a', price: { amountMinor: 100, currency: 'EUR' } }];
    await refused(asSeller, 'CURRENCY_MISMATCH', CREATE, {
      input: { ...product({ amountMinor: 100, currency: 'USD' }).input, variants: mixed },
    });
    for (const expectedTotal of [
      { amountMinor: 1, currency: 'USD' },
      { amountMinor: 4_000, currency: 'EUR' },
      { amountMinor: -4_000, currency: 'USD' },
    ])
      await refused(asBuyer, 'PRICE_CHANGED', CHECKOUT, {
        input: { idempotencyKey: 'expected', shippingAddress: anAddress, expectedTotal },
      });
  });
});

describe('texts', () => {
  const person = { email: 'somebody@example.com', password: 'correct horse', firstName: 'Some', lastName: 'Body' };
  const thing = { name: 'Thing', description: 'A thing', price: { amountMinor: 100, currency: 'USD' } };
  const empties = ['', ' ', '\t\n'];

  test('empty names are refused', async () => {
    for (const empty of empties) {
      await refused(asSeller, 'BAD_USER_INPUT', CREATE, { input: { ...thing, name: empty } });
      await refused(asSeller, 'BAD_USER_INPUT', CREATE, { input: { ...thing, sku: empty } });
      await refused(asSeller, 'BAD_USER_INPUT', CREATE, { input: { ...thing, variants: [{ sku: 'a', name: empty }] } });
      await refused(anybody, 'BAD_USER_INPUT', REGISTER, { input: { ...person, firstName: empty } });
      await refused(anybody, 'BAD_USER_INPUT', REGISTER, { input: { ...person, lastName: empty } });
      await refused(asBuyer, 'BAD_USER_INPUT', ADDRESS, { input: { ...anAddress, line1: empty } });
      await refused(asBuyer, 'BAD_USER_INPUT', 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }', {
        input: { firstName: empty },
      });
      await refused(asAdmin, 'BAD_USER_INPUT', 'mutation ($input: CategoryInput!) { createCategory(input: $input) { id } }', {
        input: { name: empty, slug: 'x' },
      });
    }
    await refused(asBuyer, 'BAD_USER_INPUT', CHECKOUT, { input: { idempotencyKey: '', shippingAddress: anAddress } });
  });

  test('a megabyte where a name belongs is refused', async () => {
    await refused(asSeller, 'BAD_USER_INPUT', CREATE, { input: { ...thing, name: LONG } });
    await refused(asSeller, 'BAD_USER_INPUT', CREATE, { input: { ...thing, description: LONG } });
    await refused(asSeller, 'BAD_USER_INPUT', CREATE, { input: { ...thing, sku: LONG } });
    await refused(asSeller, 'BAD_USER_INPUT', CREATE, { input: { ...thing, attributes: [{ name: 'a', value: LONG }] } });
    for (const field of ['email', 'password', 'firstName'] as const)
      await refused(anybody, 'BAD_USER_INPUT', REGISTER, { input: { ...person, [field]: LONG } });
    await refused(asBuyer, 'BAD_USER_INPUT', ADDRESS, { input: { ...anAddress, city: LONG } });
    await refused(asBuyer, 'BAD_USER_INPUT', CHECKOUT, { input: { idempotencyKey: LONG, shippingAddress: anAddress } });
    await refused(asBuyer, 'NOT_FOUND', ADD, { variantId: LONG, quantity: 1 });
    await refused(asAdmin, 'BAD_USER_INPUT', 'query ($search: String) { users(search: $search) { totalCount } }', { search: LONG });
    await refused(anybody, 'BAD_USER_INPUT', 'query ($search: String) { products(filter: { search: $search }) { totalCount } }', {
      search: LONG,
    });
    expect(await buyer.ask('query ($number: String) { order(number: $number) { id } }', { number: LONG })).toEqual({ order: null });
    expect(await buyer.ask('query ($slug: String) { product(slug: $slug) { id } }', { slug: LONG })).toEqual({ product: null });
  });

  test('more than a megabyte in all is refused at the door', async () => {
    const response = await fetch(shop.platform.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ me { id } }', variables: { a: LONG + LONG } }),
    });
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    expect([response.status, errors[0]!.extensions.code]).toEqual([413, 'OPERATION_TOO_LARGE']);
  });

  test('characters that no text has are refused', async () => {
    for (const bad of ['a\u0000b', '\ud800']) {
      await refused(asSeller, 'BAD_USER_INPUT', CREATE, { input: { ...thing, name: bad } });
      await refused(asBuyer, 'BAD_USER_INPUT', CHECKOUT, { input: { idempotencyKey: bad, shippingAddress: anAddress } });
      await refused(asBuyer, 'BAD_USER_INPUT', 'query ($number: String) { order(number: $number) { id } }', { number: bad });
      await refused(anybody, 'BAD_USER_INPUT', 'query ($search: String) { products(filter: { search: $search }) { totalCount } }', {
        search: bad,
      });
    }
  });

  test.each([
    '',
    'nobody',
    '@example.com',
    'a@',
    'a b@example.com',
    'a@b@c.com',
    'a@example.com\nbcc: x@y.z',
    `${'a'.repeat(300)}@example.com`,
  ])('%p is no e-mail address', async (email) => {
    await refused(anybody, 'BAD_USER_INPUT', REGISTER, { input: { ...person, email } });
  });

  test('a short password, a made-up country and a foreign kind of account are refused', async () => {
    await refused(anybody, 'BAD_USER_INPUT', REGISTER, { input: { ...person, password: 'short' } });
    await refused(anybody, 'FORBIDDEN', REGISTER, { input: { ...person, accountType: 'ADMIN' } });
    await refused(anybody, 'BAD_USER_INPUT', REGISTER, { input: { ...person, accountType: 'GOD' } });
    for (const country of ['XX', 'Greece', 'gr', ''])
      await refused(asBuyer, 'BAD_USER_INPUT', ADDRESS, { input: { ...anAddress, country } });
  });

  test('both addresses or none, where something is shipped', async () => {
    await refused(asBuyer, 'BAD_USER_INPUT', CHECKOUT, { input: { idempotencyKey: 'none' } });
    await refused(asBuyer, 'BAD_USER_INPUT', CHECKOUT, {
      input: { idempotencyKey: 'both', shippingAddress: anAddress, shippingAddressId: randomUUID() },
    });
    await refused(asBuyer, 'BAD_USER_INPUT', CHECKOUT, {
      input: { idempotencyKey: 'bad one', shippingAddress: { ...anAddress, city: '' } },
    });
  });
});
