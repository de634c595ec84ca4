import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { anAdmin, aPasserBy, aSeller, startTestSubgraph, statementsDuring, type TestSubgraph } from '@stoa/kit/testing';
import { ProductFacetsChanged } from '@stoa/schema/events/catalog';
import { AvailabilityChanged } from '@stoa/schema/events/inventory';
import { RatingChanged } from '@stoa/schema/events/reviews';
import manifest from '../index.ts';
import { aProduct, everybodySells } from '../testing/given-product.ts';

const [lampShop, bookShop] = [aSeller(), aSeller()];
const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

let catalog: TestSubgraph;
beforeAll(async () => {
  catalog = await startTestSubgraph(manifest, { commands: [everybodySells] });
  const category = 'mutation ($input: CategoryInput!) { createCategory(input: $input) { id } }';
  await catalog.as(anAdmin()).query(category, { input: { name: 'Lamps', slug: 'lamps', parentSlug: 'home' } });
  const lamp = await aProduct(catalog, lampShop, { name: 'Brass lamp', categorySlug: 'lamps', price: usd(4_000), prices: [eur(3_700)] });
  await aProduct(catalog, lampShop, { name: 'Glass lamp', categorySlug: 'lamps', price: usd(9_000) });
  await aProduct(catalog, bookShop, {
    name: 'Lamp repair',
    categorySlug: 'books',
    kind: 'DIGITAL',
    price: usd(1_500),
    prices: [eur(1_400)],
  });
  await aProduct(catalog, bookShop, { name: 'Shelf', categorySlug: 'home', price: eur(5_000) });
  await aProduct(catalog, bookShop, { name: 'Draft lamp', categorySlug: 'lamps', status: 'DRAFT' });
  await stocked(lamp.variants[0]!.id, true, 2);
  await rated(lamp.id, 2, 9, 2);
});
afterAll(() => catalog.stop());

const stocked = (variantId: string, inStock: boolean, aggregateVersion: number) =>
  catalog.deliver(AvailabilityChanged, { variantId, sellerId: lampShop.sellerId!, inStock }, { aggregateId: variantId, aggregateVersion });
const rated = (productId: string, count: number, sum: number, aggregateVersion: number) =>
  catalog.deliver(RatingChanged, { productId, count, sum }, { aggregateId: productId, aggregateVersion });

interface Facets {
  readonly totalCount: number;
  readonly categories: { category: { slug: string }; count: number }[];
  readonly sellers: { seller: { id: string }; count: number }[];
  readonly kinds: { kind: string; count: number }[];
  readonly ratings: { minRating: number; count: number }[];
  readonly inStock: number;
  readonly outOfStock: number;
  readonly prices: {
    currency: string;
    count: number;
    min: object;
    max: object;
    ranges: { min: { amountMinor: number }; count: number }[];
  }[];
}
const FACETS = `query ($filter: ProductFilter) { productFacets(filter: $filter) { totalCount inStock outOfStock
  categories { category { slug } count } sellers { seller { id } count } kinds { kind count } ratings { minRating count }
  prices { currency count min { amountMinor } max { amountMinor } ranges { min { amountMinor } max { amountMinor } count } } } }`;

async function facets(filter: object = {}, viewer = aPasserBy): Promise<Facets> {
  return (await catalog.as(viewer).query<{ productFacets: Facets }>(FACETS, { filter })).productFacets;
}

const categories = ({ categories: counted }: Facets) => Object.fromEntries(counted.map(({ category, count }) => [category.slug, count]));
const sellers = ({ sellers: counted }: Facets) => Object.fromEntries(counted.map(({ seller, count }) => [seller.id, count]));
const kinds = ({ kinds: counted }: Facets) => Object.fromEntries(counted.map(({ kind, count }) => [kind, count]));
const prices = ({ prices: counted }: Facets) => Object.fromEntries(counted.map(({ currency, count }) => [currency, count]));

describe('facets', () => {
  test('count what is on sale, categories with what is below them', async () => {
    const all = await facets();
    expect(all).toMatchObject({ totalCount: 4, inStock: 2, outOfStock: 2 });
    expect(categories(all)).toEqual({ home: 3, lamps: 2, books: 1 });
    expect(sellers(all)).toEqual({ [lampShop.sellerId!]: 2, [bookShop.sellerId!]: 2 });
    expect(kinds(all)).toEqual({ PHYSICAL: 3, DIGITAL: 1 });
    expect(all.ratings).toEqual([4, 3, 2, 1].map((minRating) => ({ minRating, count: 1 })));
    expect(all.prices).toMatchObject([
      { currency: 'EUR', count: 3, min: { amountMinor: 1_400 }, max: { amountMinor: 5_000 } },
      {
        currency: 'USD',
        count: 3,
        min: { amountMinor: 1_500 },
        max: { amountMinor: 9_000 },
        ranges: [
          { min: { amountMinor: 1_000 }, max: { amountMinor: 1_999 }, count: 1 },
          { min: { amountMinor: 2_000 }, max: { amountMinor: 4_999 }, count: 1 },
          { min: { amountMinor: 5_000 }, max: { amountMinor: 9_999 }, count: 1 },
        ],
      },
    ]);
  });

  test('of one choice leave it out of their own counts, and keep it in all others', async () => {
    const lamps = await facets({ categorySlug: 'lamps' });
    expect(lamps.totalCount).toBe(2);
    expect(categories(lamps)).toEqual({ home: 3, lamps: 2, books: 1 });
    expect(sellers(lamps)).toEqual({ [lampShop.sellerId!]: 2 });
    expect(prices(lamps)).toEqual({ USD: 2, EUR: 1 });
  });

  test('of several choices leave out each in turn', async () => {
    const filter = { categorySlug: 'home', kind: 'PHYSICAL', currency: 'EUR', maxPriceMinor: 4_000 };
    const chosen = await facets(filter);
    expect(chosen.totalCount).toBe(1);
    // Those in euros up to 40 that are goods: the brass lamp; the repair book is no goods.
    expect(categories(chosen)).toEqual({ home: 1, lamps: 1 });
    expect(kinds(chosen)).toEqual({ PHYSICAL: 1 });
    expect(prices(chosen)).toEqual({ EUR: 2, USD: 2 });
    expect(kinds(await facets({ currency: 'EUR', maxPriceMinor: 4_000 }))).toEqual({ PHYSICAL: 1, DIGITAL: 1 });
  });

  test('of a search count what it finds', async () => {
    const found = await facets({ search: 'lamp', inStock: true });
    expect(found).toMatchObject({ totalCount: 2, inStock: 2, outOfStock: 1 });
    expect(categories(found)).toEqual({ home: 1, lamps: 1, books: 1 });
  });

  test('agree with the list of the same filter', async () => {
    for (const filter of [
      { inStock: false },
      { minRating: 4 },
      { minRating: 5 },
      { search: 'lamp', kind: 'PHYSICAL' },
      { minPriceMinor: 4_000 },
    ]) {
      const list = await catalog
        .as(aPasserBy)
        .query<{ products: { totalCount: number } }>('query ($filter: ProductFilter) { products(filter: $filter) { totalCount } }', {
          filter,
        });
      expect((await facets(filter)).totalCount).toBe(list.products.totalCount);
    }
  });

  test('of drafts are for their seller', async () => {
    expect((await facets({ sellerId: bookShop.sellerId, status: 'DRAFT' }, bookShop)).totalCount).toBe(1);
    await expect(facets({ status: 'DRAFT' })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(facets({ minRating: 6 })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'filter.minRating' } });
  });

  test('of all there is count the prices of what is on sale, as it comes and goes', async () => {
    const before = prices(await facets());
    const more = { ...before, USD: before['USD']! + 1 };
    const { id } = await aProduct(catalog, lampShop, { name: 'Vase', price: usd(2_000), status: 'DRAFT' });
    const change = (status: string) =>
      catalog.as(lampShop).query('mutation ($id: ID!, $input: UpdateProductInput!) { updateProduct(id: $id, input: $input) { id } }', {
        id,
        input: { status },
      });
    expect(prices(await facets())).toEqual(before);
    await change('ACTIVE');
    expect(prices(await facets())).toEqual(more);
    // As of a seller who may not sell.
    const withhold = (withheld: boolean) => catalog.sql.query('update product set withheld = $2 where id = $1', [id, withheld]);
    await withhold(true);
    expect(prices(await facets())).toEqual(before);
    await withhold(false);
    expect(prices(await facets())).toEqual(more);
    await change('ARCHIVED');
    expect(prices(await facets())).toEqual(before);
  });

  test('are counted by one statement, between one that looks for a category and one that names those counted', async () => {
    const statements = await statementsDuring(catalog, () => facets({ search: 'lamp', categorySlug: 'home', minPriceMinor: 1 }));
    expect(statements).toHaveLength(3);
  });
});

test('what lists are filtered by is told when it changes, and late news says nothing', async () => {
  const { id, variants } = await aProduct(catalog, lampShop, {
    name: 'Two of a kind',
    status: 'DRAFT',
    variants: [
      { sku: 'ONE', name: 'One' },
      { sku: 'TWO', name: 'Two' },
    ],
  });
  const told = async () => (await catalog.emitted(ProductFacetsChanged)).filter(({ productId }) => productId === id);
  const [one, two] = variants.map((variant) => variant.id) as [string, string];
  await stocked(one, true, 3);
  await stocked(two, true, 2);
  await stocked(one, false, 4);
  expect(await told()).toMatchObject([{ inStock: true, stars: null }]);
  await stocked(one, true, 3);
  await stocked(two, false, 3);
  expect(await told()).toMatchObject([{ inStock: true }, { inStock: false, stars: null }]);
  await rated(id, 1, 5, 1);
  await rated(id, 2, 9, 2);
  await rated(id, 3, 14, 3);
  await rated(id, 1, 5, 1);
  await rated(id, 0, 0, 4);
  expect((await told()).slice(2)).toMatchObject([{ stars: 5 }, { stars: 4 }, { stars: null }]);
});
