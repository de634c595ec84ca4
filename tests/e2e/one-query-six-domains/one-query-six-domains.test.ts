import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addToCart, checkOut, orderIs, pay } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { aBuyer, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { openShop, type Shop, until } from '../support/shop.ts';
import { statementsOf } from '../support/statements.ts';

const ORDERS = 10;

const OVERVIEW = `query ($first: Int!) { me { firstName orders(first: $first) { nodes {
  number status total { amountMinor }
  items { name quantity seller { displayName } variant { sku product { name category { name } } availability { inStock available } } }
  payment { status refunds { id } }
  shipments { status seller { displayName } items { quantity } events { status } }
  timeline { to } } } } }`;

const LEDGER = `query ($first: Int!) { orders(first: $first) { totalCount nodes {
  number buyer { email }
  ledgerTransactions { kind entries { direction amount { amountMinor } account { code seller { displayName } } } }
  items { variant { stock { available sold } product { seller { displayName } } } }
  payment { status } shipments { status } } } }`;

interface Overview {
  readonly me: {
    readonly orders: { readonly nodes: readonly { readonly items: readonly object[]; readonly shipments: readonly object[] }[] };
  };
}

let shop: Shop;
let admin: Client;
let buyer: Person;

beforeAll(async () => {
  // What is kept is not asked for, and here the asking counts.
  shop = await openShop({ gateway: { cache: false } });
  admin = await shop.admin();
  const sellers = await Promise.all([aSeller(shop), aSeller(shop), aSeller(shop)]);
  buyer = await aBuyer(shop);
  const shelf: Goods[] = [];
  const categories = ['books', 'electronics', 'home', 'clothing'];
  for (let index = 0; index < 6; index++)
    shelf.push(await goods(sellers[index % 3]!, `Thing ${index}`, 1_000 + index, 100, { categorySlug: categories[index % 4] }));
  for (let index = 0; index < ORDERS; index++) {
    for (const offset of [0, 1, 2]) await addToCart(buyer, shelf[(index + offset) % shelf.length]!.variantId, 1);
    const bought = await checkOut(buyer);
    await pay(shop, bought);
    await orderIs(buyer, bought.order.id, 'CONFIRMED');
  }
  await until('all is posted', async () => (await shop.sql('ledger', 'select 1 from ledger_transaction')).length === ORDERS);
  // Whatever is learned once, keys and plans among it, is learned before anything is counted.
  await buyer.ask(OVERVIEW, { first: 1 });
  await admin.ask(LEDGER, { first: 1 });
}, 240_000);

afterAll(() => shop.close());

/** The tables from which a statement reads, in the order in which it names them. */
const tablesOf = (statement: string): string =>
  [...statement.matchAll(/\b(?:from|join)\s+"?(?:public"?\.)?"?(\w+)"?/g)].map((match) => match[1]).join(' ');

const counted = (statements: Record<string, string[]>): Record<string, number> =>
  Object.fromEntries(Object.entries(statements).map(([domain, texts]) => [domain, texts.length]));

test('one query crosses six domains, and asks each as often for ten orders as for one', async () => {
  let answer: Overview | undefined;
  const ofOne = await statementsOf(shop, () => buyer.ask(OVERVIEW, { first: 1 }));
  const ofTen = await statementsOf(shop, async () => (answer = await buyer.ask<Overview>(OVERVIEW, { first: ORDERS })));
  expect(answer!.me.orders.nodes).toHaveLength(ORDERS);
  for (const { items, shipments } of answer!.me.orders.nodes) expect([items.length, shipments.length]).toEqual([3, 3]);
  expect(Object.keys(ofTen)).toEqual(['catalog', 'fulfillment', 'identity', 'inventory', 'orders', 'payments']);
  expect(counted(ofTen)).toEqual(counted(ofOne));
  const reads = Object.fromEntries(Object.entries(ofTen).map(([domain, texts]) => [domain, texts.map(tablesOf).sort()]));
  expect(reads).toEqual({
    catalog: ['category', 'product', 'variant'],
    fulfillment: ['shipment', 'shipment_item', 'tracking_event'],
    identity: ['seller', 'users'],
    inventory: ['known_variant', 'stock'],
    orders: ['order_item', 'order_status_change', 'orders'],
    payments: ['payment', 'refund'],
  });
});

test('so does what an administrator asks of the ledger beside it', async () => {
  const ofOne = await statementsOf(shop, () => admin.ask(LEDGER, { first: 1 }));
  const ofTen = await statementsOf(shop, () => admin.ask(LEDGER, { first: ORDERS }));
  expect(Object.keys(ofTen)).toEqual(['catalog', 'fulfillment', 'identity', 'inventory', 'ledger', 'orders', 'payments']);
  expect(counted(ofTen)).toEqual(counted(ofOne));
});
