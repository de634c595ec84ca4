import { expect, test } from '@jest/globals';
import { ReviewProductDocument, SetStockDocument } from '@stoa/schema/generated/operations/e2e';
import tellAvailability from '../../../subgraphs/inventory/migrations/0003-tell-availability.ts';
import tellRatings from '../../../subgraphs/reviews/migrations/0003-tell-ratings.ts';
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

test('what was stocked and rated before lists could be narrowed down by it is counted once its domains have told', async () => {
  const vase = await goods(seller, 'Vase', 2_000, 5, { categorySlug: 'home' });
  const buyer = await aBuyer(shop);
  await buy(shop, buyer, vase.variantId);
  await buyer.ask(ReviewProductDocument, { input: { productId: vase.productId, rating: 5 } });
  const seen = async (filter: object = {}) => (await shelf({ search: 'vase', ...filter })).productFacets;
  await until('it is counted', async () => (await seen()).inStock === 1 && (await seen()).ratings[0]?.minRating === 5);
  const told = (domain: string) =>
    shop.sql<{ payload: object }>(
      domain,
      `select name, version, aggregate_type, payload from outbox where aggregate_id in ($1, $2)
       and name in ('inventory.stock.availabilityChanged', 'reviews.rating.changed') order by position`,
      [vase.variantId, vase.productId],
    );
  const [stocked, rated] = [await told('inventory'), await told('reviews')];
  // As an older release has left it; of this filter no answer is kept.
  await shop.sql('catalog', 'update variant set in_stock = false, stock_version = 0');
  await shop.sql('catalog', 'update product set in_stock = false, stars = null, rating_version = 0, version = version + 1');
  expect(await seen({ kind: 'PHYSICAL' })).toMatchObject({ inStock: 0, outOfStock: 1, ratings: [] });
  await shop.sql('inventory', tellAvailability.sql);
  await shop.sql('reviews', tellRatings.sql);
  expect([await told('inventory'), await told('reviews')]).toEqual([
    [...stocked, ...stocked],
    [...rated, ...rated],
  ]);
  await until('lists know', async () => {
    const { inStock, ratings } = await seen({ kind: 'PHYSICAL' });
    return inStock === 1 && ratings[0]?.minRating === 5;
  });
  await everythingAgrees(shop);
});
