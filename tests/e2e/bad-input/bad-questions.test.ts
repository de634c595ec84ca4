import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buy } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import { rows, settledRows } from '../support/rows.ts';
import { openShop, type Shop, until } from '../support/shop.ts';

let shop: Shop;
let admin: Client;
let seller: Person;
let buyer: Person;
let before: Record<string, number>;

beforeAll(async () => {
  shop = await openShop();
  admin = await shop.admin();
  [seller, buyer] = await Promise.all([aSeller(shop), aBuyer(shop)]);
  const lamp = await goods(seller, 'Brass lamp', 4_000, 10);
  await buy(shop, buyer, lamp.variantId);
  await until('it is sold', async () => (await shop.sql('inventory', 'select 1 from stock where sold = 1')).length === 1);
  before = await settledRows(shop);
}, 240_000);

afterAll(async () => {
  const after = await rows(shop);
  await shop.close();
  expect(after).toEqual(before);
});

const cursor = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const LISTS: readonly [string, () => Pick<Client, 'send' | 'ask'>, string][] = [
  ['products', () => buyer, 'products(first: $first, after: $after) { nodes { id } }'],
  ['products by price', () => buyer, 'products(first: $first, after: $after, sort: PRICE_ASC) { nodes { id } }'],
  ['products by relevance', () => buyer, 'products(first: $first, after: $after, filter: { search: "lamp" }) { nodes { id } }'],
  ['orders', () => admin, 'orders(first: $first, after: $after) { nodes { id } }'],
  ['one’s orders', () => buyer, 'me { orders(first: $first, after: $after) { nodes { id } } }'],
  ['shipments', () => admin, 'shipments(first: $first, after: $after) { nodes { id } }'],
  ['one’s shipments', () => seller, 'me { seller { shipments(first: $first, after: $after) { nodes { id } } } }'],
  ['payments', () => admin, 'payments(first: $first, after: $after) { nodes { id } }'],
  ['parked webhooks', () => admin, 'parkedWebhooks(first: $first, after: $after) { nodes { id } }'],
  ['dead letters', () => admin, 'deadLetters(first: $first, after: $after) { nodes { id } }'],
  ['sagas', () => admin, 'sagas(first: $first, after: $after) { nodes { id } }'],
  ['users', () => admin, 'users(first: $first, after: $after) { nodes { id } }'],
  ['accounts', () => admin, 'ledgerAccounts(first: $first, after: $after) { nodes { id } }'],
  ['entries', () => admin, 'ledgerAccounts { nodes { entries(first: $first, after: $after) { nodes { amount { amountMinor } } } } }'],
];

describe('a list', () => {
  const CURSORS = [
    'garbage',
    '',
    '0',
    cursor('x'),
    cursor([]),
    cursor(['x']),
    cursor(['x', 'y']),
    cursor(['1', 'y']),
    cursor([null]),
    cursor([{}, {}]),
    cursor(['a', 'b', 'c']),
    'x'.repeat(100_000),
  ];

  test.each(LISTS)('takes no garbage for a page: %s', async (_name, ask, field) => {
    const document = `query ($first: Int, $after: String) { ${field.replace('first: $first', 'first: $first')} }`.replace(
      '$first: Int,',
      '$first: Int! = 20,',
    );
    for (const first of [0, 101, -1, 2 ** 31, 1.5, null]) {
      const { errors } = await ask().send(document, { first });
      expect([first, errors?.[0]?.extensions.code]).toEqual([first, 'BAD_USER_INPUT']);
    }
    for (const after of CURSORS) {
      const { errors } = await ask().send(document, { after });
      expect([after.slice(0, 40), errors?.[0]?.extensions.code]).toEqual([after.slice(0, 40), 'BAD_USER_INPUT']);
    }
    expect(await ask().ask(document, { first: 100 })).toBeTruthy();
  });
});

describe('an operation', () => {
  const nest = (depth: number): string => `{ products { nodes { ${'variants { product { '.repeat(depth)} id ${'} }'.repeat(depth)} } } }`;

  test('too deep, too wide or too long is refused as a whole', async () => {
    const aliases = Array.from({ length: 60 }, (_, index) => `a${index}: me { id }`).join(' ');
    const mutations = Array.from(
      { length: 6 },
      (_, index) => `a${index}: addAddress(input: { name: "a", line1: "b", city: "c", postalCode: "d", country: "GR" }) { id }`,
    ).join(' ');
    const circle = 'query { me { ...A } } fragment A on User { seller { ...B } } fragment B on Seller { id ...B }';
    for (const operation of [nest(10), nest(100), `{ ${aliases} }`, `mutation { ${mutations} }`, `{ ${'me { id } '.repeat(3_000)} }`])
      expect(await buyer.refusal(operation)).toMatchObject({ code: 'OPERATION_TOO_LARGE' });
    expect((await buyer.refusal(circle)).code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  test('that is none is refused with a code', async () => {
    for (const operation of [
      '',
      '{',
      'nonsense',
      '{ nothing }',
      'query { me { password } }',
      'mutation { addToCart { id } }',
      'subscription { orderStatusChanged(orderId: "1") { to } }',
    ]) {
      const { data, errors } = await buyer.send(operation);
      expect([
        operation,
        data ?? null,
        ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_REQUEST'].includes(errors![0]!.extensions.code),
      ]).toEqual([operation, null, true]);
    }
  });

  test('comes alone: a batch of them is refused', async () => {
    const one = { query: 'mutation { addAddress(input: { name: "a", line1: "b", city: "c", postalCode: "d", country: "GR" }) { id } }' };
    const response = await fetch(shop.platform.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${buyer.client.token}` },
      body: JSON.stringify([one, one]),
    });
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    expect([response.status, errors[0]!.extensions.code]).toEqual([400, 'BAD_REQUEST']);
  });

  test('takes its variables as an object, and its body as JSON', async () => {
    for (const body of [
      '{"query":"{ me { id } }","variables":[1]}',
      '{"query":"{ me { id } }","variables":"x"}',
      '{"query":5}',
      '{}',
      '[]',
      'null',
      'x',
      '',
    ]) {
      const response = await fetch(shop.platform.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
      expect([body, response.status, errors[0]!.extensions.code]).toEqual([body, 400, 'BAD_REQUEST']);
    }
  });
});
