import { expect, test } from '@jest/globals';
import { ADD, buy } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let admin: Client;
let buyer: Person;

inOneShop(
  async (opened) => {
    shop = opened;
    [admin, buyer] = await Promise.all([shop.admin(), aBuyer(shop)]);
  },
  { environment: { STOA_SELLER_APPROVAL: 'BEFORE' } },
);

test('a seller prepares their goods, and they are on the shelves once an administrator has approved', async () => {
  const seller = await aSeller(shop);
  const lamp = await goods(seller, 'Brass lamp', 3_000, 10);
  await goods(seller, 'Draft', 3_000, 10, { status: 'DRAFT' });
  const shelves = async (): Promise<number> =>
    (await shop.client().ask<{ products: { nodes: unknown[] } }>('{ products { nodes { id } } }')).products.nodes.length;
  expect(await shelves()).toBe(0);
  expect(await buyer.refusal(ADD, { variantId: lamp.variantId, quantity: 1 })).toMatchObject({ code: 'SELLER_UNAVAILABLE' });
  const { sellers } = await admin.ask<{ sellers: { nodes: { id: string }[] } }>('{ sellers(status: PENDING) { nodes { id } } }');
  expect(sellers.nodes).toEqual([{ id: seller.sellerId }]);
  await admin.ask('mutation ($id: ID!) { rejectSeller(id: $id, reason: "No papers") { id } }', { id: seller.sellerId });
  expect(await seller.ask('{ me { seller { status statusReason } } }')).toEqual({
    me: { seller: { status: 'REJECTED', statusReason: 'No papers' } },
  });
  await seller.ask('mutation { applyToSell { id } }');
  await admin.ask('mutation ($id: ID!) { approveSeller(id: $id) { id } }', { id: seller.sellerId });
  await until('the lamp is on the shelves', async () => (await shelves()) === 1);
  await buy(shop, buyer, lamp.variantId);
  await everythingAgrees(shop);
});
