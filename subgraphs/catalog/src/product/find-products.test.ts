import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { anAdmin, aPasserBy, aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import manifest from '../index.ts';
import { aProduct, everybodySells } from '../testing/given-product.ts';

const seller = aSeller();
let catalog: TestSubgraph;
beforeAll(async () => {
  catalog = await startTestSubgraph(manifest, { commands: [everybodySells] });
  const category = 'mutation ($input: CategoryInput!) { createCategory(input: $input) { id } }';
  await catalog.as(anAdmin()).query(category, { input: { name: 'Phones', slug: 'phones', parentSlug: 'electronics' } });
  await catalog.as(anAdmin()).query(category, { input: { name: 'Cases', slug: 'cases', parentSlug: 'phones' } });
  const list = (name: string, amountMinor: number, facts = {}) =>
    aProduct(catalog, seller, { name, price: { amountMinor, currency: 'USD' }, ...facts });
  await list('Mechanical Keyboard', 9_900, { categorySlug: 'electronics', description: 'It clicks.' });
  await list('Keyboard Cleaner', 700, { categorySlug: 'home', description: 'For crumbs.' });
  await list('Telephone', 19_900, { categorySlug: 'phones', description: 'With a keyboard drawn on glass.' });
  await list('Leather Case', 1_900, { categorySlug: 'cases' });
  await list('100% Cotton Shirt', 1_900, { categorySlug: 'clothing' });
  await list('Secret Keyboard', 1, { status: 'DRAFT', categorySlug: 'electronics' });
});
afterAll(() => catalog.stop());

interface Found {
  readonly nodes: { name: string }[];
  readonly totalCount: number;
  readonly pageInfo: { endCursor: string | null; hasNextPage: boolean };
}

async function find(variables: Record<string, unknown>, viewer = aPasserBy): Promise<Found> {
  const text = `query ($filter: ProductFilter, $sort: ProductSort, $first: Int, $after: String) {
    products(filter: $filter, sort: $sort, first: $first, after: $after) { nodes { name } totalCount pageInfo { endCursor hasNextPage } } }`;
  return (await catalog.as(viewer).query<{ products: Found }>(text, variables)).products;
}
const names = async (variables: Record<string, unknown>, viewer = aPasserBy) =>
  (await find(variables, viewer)).nodes.map((node) => node.name);

describe('searching', () => {
  test('finds words of names and descriptions, names first', async () => {
    const found = await names({ filter: { search: 'keyboard' } });
    expect(found).toHaveLength(3);
    expect(found.at(-1)).toBe('Telephone');
    expect(found).not.toContain('Secret Keyboard');
  });

  test.each(['keybaord', 'keybord', 'KEYBOARD', 'keyboards', 'mechancal keybord'])('finds what was typed as %s', async (search) => {
    expect((await names({ filter: { search } })).slice(0, 2)).toContain('Mechanical Keyboard');
  });

  test.each(['xylophone', '!!!', '&|()', '"', "'; drop table product; --", '%', ':*', '\\'])('with %s fails on nothing', async (search) => {
    const found = await names({ filter: { search } });
    expect(found.length).toBeLessThanOrEqual(1);
  });

  test('with nothing is no search', async () => {
    expect(await names({ filter: { search: '   ' } })).toHaveLength(5);
  });

  test('pages through its results, each once', async () => {
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page: Found = await find({ filter: { search: 'keyboard' }, first: 1, after });
      expect(page.totalCount).toBe(3);
      seen.push(...page.nodes.map((node) => node.name));
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    expect([...seen].sort()).toEqual(['Keyboard Cleaner', 'Mechanical Keyboard', 'Telephone']);
  });
});

const onSaleOf = async (shop: typeof seller): Promise<{ id: string }[]> =>
  (
    await catalog
      .as(shop)
      .query<{ products: { nodes: { id: string }[] } }>('query ($id: ID) { products(filter: { sellerId: $id }) { nodes { id } } }', {
        id: shop.sellerId,
      })
  ).products.nodes;

describe('browsing', () => {
  test('a category shows what is below it too', async () => {
    expect((await names({ filter: { categorySlug: 'electronics' } })).sort()).toEqual(['Leather Case', 'Mechanical Keyboard', 'Telephone']);
    expect((await names({ filter: { categorySlug: 'phones' } })).sort()).toEqual(['Leather Case', 'Telephone']);
    expect(await names({ filter: { categorySlug: 'nowhere' } })).toEqual([]);
  });

  test('by price goes in its order and between its limits, equal prices by id', async () => {
    expect(await names({ sort: 'PRICE_ASC' })).toEqual([
      'Keyboard Cleaner',
      'Leather Case',
      '100% Cotton Shirt',
      'Mechanical Keyboard',
      'Telephone',
    ]);
    expect(await names({ sort: 'PRICE_DESC', filter: { minPriceMinor: 1_900, maxPriceMinor: 9_900 } })).toEqual([
      'Mechanical Keyboard',
      '100% Cotton Shirt',
      'Leather Case',
    ]);
  });

  test.each(['PRICE_ASC', 'PRICE_DESC', 'NEWEST'])('by %s in pages of two is the same as whole', async (sort) => {
    const whole = await names({ sort });
    const first = await find({ sort, first: 2 });
    const second = await find({ sort, first: 2, after: first.pageInfo.endCursor });
    const third = await find({ sort, first: 2, after: second.pageInfo.endCursor });
    expect([first, second, third].flatMap((page) => page.nodes.map((node) => node.name))).toEqual(whole);
    expect(third.pageInfo.hasNextPage).toBe(false);
  });

  test('by price compares what is of one currency, and shows what has a price in it', async () => {
    const shop = aSeller();
    const money = (amountMinor: number, currency: string) => ({ amountMinor, currency });
    for (const [name, usd, eur] of [
      ['Ring', 5_000, 4_000],
      ['Brooch', 3_000, 4_500],
      ['Necklace', 9_000, null],
    ] as const)
      await aProduct(catalog, shop, { name, price: money(usd, 'USD'), prices: eur ? [money(eur, 'EUR')] : [] });
    const { sellerId } = shop;
    const eur = { sellerId, currency: 'EUR' };
    expect(await names({ sort: 'PRICE_ASC', filter: { sellerId } })).toEqual(['Brooch', 'Ring', 'Necklace']);
    expect(await names({ sort: 'PRICE_ASC', filter: eur })).toEqual(['Ring', 'Brooch']);
    expect(await names({ sort: 'PRICE_DESC', filter: { ...eur, minPriceMinor: 4_001 } })).toEqual(['Brooch']);
    expect(await names({ filter: { ...eur, maxPriceMinor: 4_000 } })).toEqual(['Ring']);
    expect(await names({ filter: { sellerId, currency: 'JPY' } })).toEqual([]);
    const first = await find({ sort: 'PRICE_ASC', first: 1, filter: eur });
    expect(first.totalCount).toBe(2);
    const second = await find({ sort: 'PRICE_ASC', first: 1, filter: eur, after: first.pageInfo.endCursor });
    expect([second.nodes, second.pageInfo.hasNextPage]).toEqual([[{ name: 'Brooch' }], false]);
    for (const { id } of await onSaleOf(shop))
      await catalog.as(shop).query('mutation ($id: ID!) { archiveProduct(id: $id) { id } }', { id });
  });

  test('by a cursor of another order is refused', async () => {
    const { pageInfo } = await find({ sort: 'NEWEST', first: 1 });
    await expect(find({ sort: 'PRICE_ASC', after: pageInfo.endCursor })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { field: 'after' },
    });
  });

  test('other states are for their seller and for admins', async () => {
    expect(await names({ filter: { status: 'DRAFT' } }, anAdmin())).toEqual(['Secret Keyboard']);
    expect(await names({ filter: { sellerId: seller.sellerId, status: 'DRAFT' } }, seller)).toEqual(['Secret Keyboard']);
    await expect(find({ filter: { status: 'DRAFT' } }, seller)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(find({ filter: { status: 'DRAFT' } })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await find({ filter: { sellerId: seller.sellerId } }, aSeller())).toMatchObject({ totalCount: 5 });
  });
});

test('the tree of categories is read whole, each level one after the other', async () => {
  const { categories } = await catalog
    .as(aPasserBy)
    .query<{ categories: { slug: string; children: { slug: string; parent: { slug: string }; children: { slug: string }[] }[] }[] }>(
      '{ categories { slug children { slug parent { slug } children { slug } } } }',
    );
  expect(categories.map((category) => category.slug)).toEqual(['books', 'clothing', 'courses', 'electronics', 'home', 'study-resources']);
  const electronics = categories.find((category) => category.slug === 'electronics');
  expect(electronics?.children).toEqual([{ slug: 'phones', parent: { slug: 'electronics' }, children: [{ slug: 'cases' }] }]);
});

test.each([
  ['books', 'slug'],
  ['Not A Slug', 'slug'],
])('no category is made under the slug %s', async (slug, field) => {
  const made = catalog
    .as(anAdmin())
    .query('mutation ($input: CategoryInput!) { createCategory(input: $input) { id } }', { input: { name: 'x', slug } });
  await expect(made).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field } });
});
