import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { newTraceparent } from '@stoa/kit/observability';
import { seeOrder } from '../support/buying.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import type { Person } from '../support/people.ts';
import type { Shop } from '../support/shop.ts';
import { aWorld, type World } from './world.ts';

let shop: Shop;
let world: World;
let otherBuyer: Person;
let otherSeller: Person;

inOneShop(async (opened) => {
  shop = opened;
  world = await aWorld(shop);
  otherBuyer = world.strangers['another buyer']!;
  otherSeller = world.strangers['another seller']!;
});

test("a shipment's seller sees the parcel and its lines, and nothing of the order", async () => {
  const { data, errors } = await world.seller.send<{ shipment: Record<string, unknown> }>(
    `query ($id: ID!) { shipment(id: $id) { id orderNumber items { name quantity orderItem { id quantity } }
       order { id number status total { amountMinor } payment { id amount { amountMinor } } shipments { id } buyer { id email } } } }`,
    { id: world.shipmentId },
  );
  expect(errors).toBeUndefined();
  expect(data!.shipment).toMatchObject({
    orderNumber: world.bought.order.number,
    items: [{ quantity: 2, orderItem: { quantity: 2 } }],
    order: null,
  });
});

test("a shipment's seller learns nothing more of the order by asking only what other domains say of it", async () => {
  const fields = ['id', 'payment { id }', 'shipments { id }', 'ledgerTransactions { id }', 'status'];
  for (const field of fields) {
    const { data } = await world.seller.send<{ shipment: object }>(`query ($id: ID!) { shipment(id: $id) { order { ${field} } } }`, {
      id: world.shipmentId,
    });
    expect([field, data]).toEqual([field, { shipment: { order: null } }]);
  }
});

test("a shop's parcels, balance and payouts are its seller's; what it shows to all stays readable beside them", async () => {
  const query = `query ($id: ID!) { seller(id: $id) { displayName shipments { totalCount nodes { id } } balance { amountMinor } balances { amountMinor } } }`;
  const id = world.seller.sellerId;
  for (const stranger of [otherBuyer, otherSeller, world.buyer]) {
    const { data, errors } = await stranger.send(query, { id });
    expect(data).toEqual({ seller: { displayName: expect.any(String), shipments: null, balance: null, balances: null } });
    expect(errors!.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  }
  const { errors } = await shop.client().send(query, { id });
  expect(new Set(errors!.map(({ extensions }) => extensions.code))).toEqual(new Set(['UNAUTHENTICATED']));
  const own = await world.seller.ask<{ seller: { shipments: { totalCount: number } } }>(query, { id });
  expect(own.seller.shipments.totalCount).toBe(2);
});

test('stock figures are their seller’s; whether it can be had is everybody’s', async () => {
  const query = 'query ($id: ID!) { product(id: $id) { variants { availability { inStock } stock { total sold } } } }';
  for (const stranger of [otherBuyer, otherSeller, world.buyer]) {
    const { data, errors } = await stranger.send(query, { id: world.onSale.productId });
    expect(data).toEqual({ product: { variants: [{ availability: { inStock: true }, stock: null }] } });
    expect(errors!.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  }
});

test('a draft is in nobody else’s list, however it is searched for', async () => {
  const list = 'query ($filter: ProductFilter) { products(filter: $filter) { totalCount nodes { id } } }';
  for (const filter of [
    {},
    { search: 'Secret lamp' },
    { sellerId: world.seller.sellerId },
    { minPriceMinor: 8_999, maxPriceMinor: 9_001 },
  ]) {
    const { products } = await otherSeller.ask<{ products: { nodes: { id: string }[] } }>(list, { filter });
    expect(products.nodes.map(({ id }) => id)).not.toContain(world.draft.productId);
  }
  for (const sellerId of [world.seller.sellerId, randomUUID()])
    expect(await otherSeller.refusal(list, { filter: { sellerId, status: 'DRAFT' } })).toMatchObject({ code: 'FORBIDDEN' });
});

const representation = 'query ($representations: [_Any!]!) { _entities(representations: $representations) ';

/** Asks one domain as the gateway would, for an object to which no other path of the graph leads a stranger. */
async function entity(
  domain: string,
  person: Person,
  type: string,
  id: string,
  fields: string,
): Promise<{ data: unknown; codes: unknown[] }> {
  const viewer: Viewer = {
    kind: 'user',
    userId: person.userId,
    sellerId: person.sellerId,
    accountType: person.sellerId ? 'SELLER' : 'BUYER',
    sessionId: null,
  };
  const request = { query: `${representation} { ... on ${type} ${fields} } }`, variables: { representations: [{ __typename: type, id }] } };
  const { data, errors } = await shop.platform.domains.get(domain)!.execute(request, { viewer, traceparent: newTraceparent() });
  return { data: JSON.parse(JSON.stringify(data ?? null)), codes: errors?.map(({ extensions }) => extensions?.code) ?? [] };
}

test('another person is a name: e-mail, addresses, sessions and orders are not told', async () => {
  const id = world.buyer.userId;
  for (const stranger of [otherBuyer, otherSeller, world.seller]) {
    expect(await entity('identity', stranger, 'User', id, '{ firstName email addresses { id } sessions { id } }')).toEqual({
      data: { _entities: [{ firstName: 'Pat', email: null, addresses: null, sessions: null }] },
      codes: ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'],
    });
    expect(await entity('orders', stranger, 'User', id, '{ orders { totalCount } }')).toEqual({
      data: { _entities: [{ orders: null }] },
      codes: ['FORBIDDEN'],
    });
  }
  expect(await entity('identity', world.buyer, 'User', id, '{ addresses { city } }')).toMatchObject({
    data: { _entities: [{ addresses: [{ city: 'Athens' }] }] },
    codes: [],
  });
});

test('no domain tells a stranger more of an order, a payment or a shipment than of one that does not exist', async () => {
  const probes: [string, string, string, string][] = [
    ['orders', 'Order', world.bought.order.id, '{ number }'],
    ['payments', 'Payment', world.bought.payment.id, '{ status }'],
    ['fulfillment', 'Shipment', world.shipmentId, '{ status }'],
    ['cart', 'Cart', world.cartId, '{ status }'],
    ['payments', 'Order', world.bought.order.id, '{ payment { id } }'],
    ['fulfillment', 'Order', world.bought.order.id, '{ shipments { id } }'],
    ['ledger', 'Order', world.bought.order.id, '{ ledgerTransactions { id } }'],
  ];
  for (const [domain, type, id, fields] of probes)
    for (const stranger of [otherBuyer, otherSeller]) {
      const theirs = await entity(domain, stranger, type, id, fields);
      expect([domain, type, theirs]).toEqual([domain, type, await entity(domain, stranger, type, randomUUID(), fields)]);
    }
});

test('the buyer of all this sees all of it', async () => {
  expect(await seeOrder(world.buyer, world.bought.order.id)).toMatchObject({
    status: 'CONFIRMED',
    payment: { status: 'CAPTURED' },
    shipments: [{ id: world.shipmentId }],
  });
});
