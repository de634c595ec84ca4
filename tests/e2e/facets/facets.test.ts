import { expect, test } from '@jest/globals';
import { ReviewProductDocument, SetStockDocument } from '@stoa/schema/generated/operations/e2e';
import { buy } from '../support/buying.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let seller: Person;
let lamp: Goods;

inOneShop(async (opened) => {
  shop = opened;
  seller = await aSeller(shop);
  lamp = await goods(seller, 'Brass lamp', 4_000, 1, { categorySlug: 'home', prices: [{ amountMinor: 3_700, currency: 'EUR' }] });
  await goods(seller, 'Glass lamp', 9_000, 5, { categorySlug: 'home' });
  await goods(seller, 'Lamp repair', 1_500, 5, { categorySlug: 'books' });
});

interface Facets {
  readonly productFacets: {
    readonly totalCount: number;
    readonly inStock: number;
    readonly outOfStock: number;
    readonly categories: readonly { category: { slug: string }; count: number }[];
    readonly sellers: readonly { seller: { id: string }; count: number }[];
    readonly ratings: readonly { minRating: number; count: number }[];
    readonly prices: readonly { currency: string; count: number }[];
  };
  readonly products: { readonly nodes: readonly { name: string }[]; readonly totalCount: number };
}

const SHELF = `query ($filter: ProductFilter!) {
  products(filter: $filter) { totalCount nodes { name } }
  productFacets(filter: $filter) { totalCount inStock outOfStock categories { category { slug } count } sellers { seller { id displayName } count }
    ratings { minRating count } prices { currency count min { formatted } max { formatted } } } }`;

/** As any passer-by sees it, from the gateway's kept answers where it has any. */
const shelf = (filter: object = {}): Promise<Facets> => shop.client().ask<Facets>(SHELF, { filter: { search: 'lamp', ...filter } });

test('a shelf says how it can be narrowed down, and keeps up with sales and reviews', async () => {
  const { products, productFacets } = await until('all are in stock', async () => {
    const seen = await shelf();
    return seen.productFacets.inStock === 3 && seen;
  });
  expect([products.totalCount, productFacets.totalCount]).toEqual([3, 3]);
  expect(productFacets.categories).toEqual([
    { category: { slug: 'home' }, count: 2 },
    { category: { slug: 'books' }, count: 1 },
  ]);
  expect(productFacets.sellers).toMatchObject([{ seller: { id: seller.sellerId }, count: 3 }]);
  expect(productFacets.prices).toMatchObject([
    { currency: 'USD', count: 3, min: { formatted: '$15.00' }, max: { formatted: '$90.00' } },
    { currency: 'EUR', count: 1 },
  ]);

  const buyer = await aBuyer(shop);
  await buy(shop, buyer, lamp.variantId);
  await buyer.ask(ReviewProductDocument, { input: { productId: lamp.productId, rating: 4 } });
  const afterwards = await until('the last lamp is gone and has its stars', async () => {
    const seen = await shelf();
    return seen.productFacets.outOfStock === 1 && seen.productFacets.ratings.length > 0 && seen;
  });
  expect(afterwards.productFacets.ratings[0]).toEqual({ minRating: 4, count: 1 });
  expect((await shelf({ minRating: 4 })).products.nodes).toEqual([{ name: 'Brass lamp' }]);
  expect((await shelf({ minRating: 4, inStock: true })).products.nodes).toEqual([]);
  expect((await shelf({ inStock: false })).products.nodes).toEqual([{ name: 'Brass lamp' }]);

  await seller.ask(SetStockDocument, { id: lamp.variantId, total: 2 });
  await until('there are lamps again', async () => (await shelf({ inStock: false })).products.totalCount === 0);
  await everythingAgrees(shop);
});
