import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { aColleague, invited, logIn } from '../support/colleagues.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { type Shop, until } from '../support/shop.ts';
import { aWorld, type World } from './world.ts';

let shop: Shop;
let world: World;

inOneShop(async (opened) => {
  shop = opened;
  world = await aWorld(shop);
});

interface Entry {
  readonly domain: string;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string | null;
  readonly reason: string | null;
  readonly outcome: string;
  readonly code: string | null;
  readonly actor: { readonly id: string };
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

const LOG = `query ($filter: AuditFilter) {
  auditLog(filter: $filter, first: 100) { nodes { domain action subjectType subjectId reason outcome code actor { id } facts { name value } } }
}`;
const logOf = async (reader: Client, filter: object): Promise<readonly Entry[]> =>
  (await reader.ask<{ auditLog: { nodes: Entry[] } }>(LOG, { filter })).auditLog.nodes;

test('what staff do in any domain is in one log, with what they were refused, and only for who may read it', async () => {
  const colleague = await invited(shop, 'refunds:write', 'orders:write', 'catalog:write', 'sellers:write', 'stock:write', 'rates:write');
  const client = await logIn(shop, colleague);
  const { bought, toCancel, seller, variantId } = world;
  await client.ask(
    'mutation ($id: ID!, $key: String!) { refundPayment(input: { paymentId: $id, amount: { amountMinor: 500, currency: "USD" }, reason: "Scratched", idempotencyKey: $key }) { id } }',
    { id: bought.payment.id, key: randomUUID() },
  );
  await client.ask('mutation ($id: ID!) { cancelOrder(id: $id, reason: "Wrong address") { id } }', { id: toCancel.order.id });
  const { createCategory } = await client.ask<{ createCategory: { id: string } }>(
    'mutation { createCategory(input: { name: "Lamps", slug: "lamps" }) { id } }',
  );
  await client.ask('mutation ($id: ID!) { suspendSeller(id: $id, reason: "Fakes") { id } }', { id: seller.sellerId });
  await client.ask('mutation ($id: ID!) { setStock(variantId: $id, total: 20) { total } }', { id: variantId });
  await client.refusal('mutation ($id: ID!) { processShipment(id: $id) { id } }', { id: world.shipmentId });

  const reader = await aColleague(shop, 'audit:read', 'users:read');
  const entries = await until('all acts are told', async () => {
    const found = await logOf(reader, { actorId: colleague.id });
    return found.length >= 6 && found;
  });
  expect(
    Object.fromEntries(
      entries.map(({ action, domain, subjectType, subjectId, outcome, code }) => [action, [domain, subjectType, subjectId, outcome, code]]),
    ),
  ).toEqual({
    refundPayment: ['payments', 'Payment', bought.payment.id, 'DONE', null],
    cancelOrder: ['orders', 'Order', toCancel.order.id, 'DONE', null],
    createCategory: ['catalog', 'Category', createCategory.id, 'DONE', null],
    suspendSeller: ['identity', 'Seller', seller.sellerId, 'DONE', null],
    setStock: ['inventory', 'Variant', variantId, 'DONE', null],
    processShipment: ['fulfillment', 'Shipment', world.shipmentId, 'REFUSED', 'NOT_FOUND'],
  });
  expect(entries).toHaveLength(6);
  const refund = entries.find(({ action }) => action === 'refundPayment')!;
  expect(refund).toMatchObject({ reason: 'Scratched', actor: { id: colleague.id } });
  expect(refund.facts).toContainEqual({ name: 'input.amount.amountMinor', value: '500' });
  // A key is a word, and words are not kept.
  expect(refund.facts.map(({ name }) => name)).not.toContain('input.idempotencyKey');
  expect(await logOf(reader, { subjectId: toCancel.order.id })).toHaveLength(1);
  expect((await logOf(reader, { actorId: colleague.id, outcome: 'REFUSED' })).map(({ action }) => action)).toEqual(['processShipment']);
  expect((await logOf(reader, { actorId: colleague.id, domain: 'orders' })).map(({ action }) => action)).toEqual(['cancelOrder']);
  expect(await client.refusal(LOG, {})).toEqual({ code: 'FORBIDDEN' });
  await everythingAgrees(shop);
});
