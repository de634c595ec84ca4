import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { anAdmin, answering, aPasserBy, aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { describeVariants } from '@stoa/schema/commands/catalog';
import { readSellerStanding } from '@stoa/schema/commands/identity';
import { ProductOffered } from '@stoa/schema/events/catalog';
import { SellerStatusChanged } from '@stoa/schema/events/identity';
import manifest from '../index.ts';
import { aProduct, everybodySells } from '../testing/given-product.ts';
import { followStandings } from './follow-standings.job.ts';

let catalog: TestSubgraph;
beforeAll(async () => {
  catalog = await startTestSubgraph(manifest, { commands: [everybodySells] });
});
afterAll(() => catalog?.stop());

/** Identity says so, in its version of the seller's news. */
async function hear({ sellerId, userId }: Viewer, selling: boolean, aggregateVersion: number): Promise<void> {
  const facts = { sellerId: sellerId!, userId: userId!, status: selling ? ('APPROVED' as const) : ('SUSPENDED' as const), selling };
  await catalog.deliver(SellerStatusChanged, facts, { aggregateId: sellerId!, aggregateVersion });
  await catalog.run(followStandings);
}

const listed = async (viewer: Viewer, seller: Viewer): Promise<Record<string, boolean>> => {
  const { products } = await catalog
    .as(viewer)
    .query<{ products: { nodes: { name: string; purchasable: boolean }[] } }>(
      'query ($id: ID!) { products(filter: { sellerId: $id }) { nodes { name purchasable } } }',
      { id: seller.sellerId },
    );
  return Object.fromEntries(products.nodes.map(({ name, purchasable }) => [name, purchasable]));
};
const withheld = async (variantId: string): Promise<boolean> =>
  (await catalog.answer(describeVariants, { variantIds: [variantId] })).variants[0]!.withheld;

async function aShop(): Promise<{ seller: Viewer; lamp: Awaited<ReturnType<typeof aProduct>> }> {
  const seller = aSeller();
  const lamp = await aProduct(catalog, seller, { name: 'Lamp' });
  await aProduct(catalog, seller, { name: 'Draft', status: 'DRAFT' });
  const { id } = await aProduct(catalog, seller, { name: 'Old' });
  await catalog.as(seller).query('mutation ($id: ID!) { archiveProduct(id: $id) { id } }', { id });
  return { seller, lamp };
}

test('a suspended seller’s products leave the shelves and can be read, and the same ones come back', async () => {
  const { seller, lamp } = await aShop();
  expect(await listed(aPasserBy, seller)).toEqual({ Lamp: true });
  await hear(seller, false, 1);
  expect(await listed(aPasserBy, seller)).toEqual({});
  expect(await listed(seller, seller)).toEqual({ Lamp: false, Draft: false, Old: false });
  expect(await listed(anAdmin(), seller)).toEqual({ Lamp: false, Draft: false, Old: false });
  expect(await withheld(lamp.variants[0]!.id)).toBe(true);
  expect(await catalog.as(aPasserBy).query('query ($id: ID!) { product(id: $id) { name purchasable } }', { id: lamp.id })).toEqual({
    product: { name: 'Lamp', purchasable: false },
  });
  await hear(seller, true, 2);
  expect(await listed(aPasserBy, seller)).toEqual({ Lamp: true });
  expect(await withheld(lamp.variants[0]!.id)).toBe(false);
  const offers = (await catalog.emitted(ProductOffered)).filter(({ productId }) => productId === lamp.id);
  expect(offers.map(({ variants }) => variants.length)).toEqual([1, 0, 1]);
});

test('news that comes late or twice says nothing', async () => {
  const { seller } = await aShop();
  await hear(seller, false, 3);
  await hear(seller, true, 2);
  await hear(seller, false, 3);
  expect(await listed(aPasserBy, seller)).toEqual({});
  await hear(seller, true, 6);
  await hear(seller, false, 5);
  expect(await listed(aPasserBy, seller)).toEqual({ Lamp: true });
});

test('what a suspended seller lists or changes meanwhile is on the shelves once they are reinstated', async () => {
  const { seller, lamp } = await aShop();
  await hear(seller, false, 1);
  await aProduct(catalog, seller, { name: 'Chair' });
  await catalog.as(seller).query('mutation ($id: ID!) { updateProduct(id: $id, input: { name: "Better lamp" }) { id } }', { id: lamp.id });
  expect(await listed(aPasserBy, seller)).toEqual({});
  await hear(seller, true, 2);
  expect(await listed(aPasserBy, seller)).toEqual({ Chair: true, 'Better lamp': true });
});

test('a seller of whom nothing was heard yet is asked about, once, and the news that follows is older or newer', async () => {
  const seller = aSeller();
  catalog.play(answering(readSellerStanding, () => ({ selling: false, version: 1 })));
  await aProduct(catalog, seller, { name: 'Lamp' });
  catalog.play(everybodySells);
  await aProduct(catalog, seller, { name: 'Chair' });
  expect(await listed(aPasserBy, seller)).toEqual({});
  await hear(seller, false, 1);
  expect(await listed(aPasserBy, seller)).toEqual({});
  await hear(seller, true, 2);
  expect(await listed(aPasserBy, seller)).toEqual({ Lamp: true, Chair: true });
});

test('a shop of more products than one transaction takes follows whole', async () => {
  const seller = aSeller();
  const { id } = await aProduct(catalog, seller);
  await catalog.sql.query(
    `insert into product (id, seller_id, kind, status, name, slug, description, price_amount_minor, price_currency, attributes)
     select gen_random_uuid(), seller_id, kind, status, name, slug || n, description, price_amount_minor, price_currency, attributes
     from product, generate_series(1, 450) n where id = $1`,
    [id],
  );
  await hear(seller, false, 1);
  expect(
    await catalog.sql.query('select count(*)::int as left from product where seller_id = $1 and not withheld', [seller.sellerId]),
  ).toEqual([{ left: 0 }]);
});
