import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { InputOf } from '@stoa/kit/contracts';
import { badInput } from '@stoa/kit/errors';
import { newId } from '@stoa/kit/persistence';
import { anAdmin, answering, aPasserBy, aSeller, startTestSubgraph, statementsDuring, type TestSubgraph } from '@stoa/kit/testing';
import { describeVariants } from '@stoa/schema/commands/catalog';
import { claimImages, describeDownloads } from '@stoa/schema/commands/media';
import { ProductArchived, ProductCreated, ProductRepriced, ProductUpdated } from '@stoa/schema/events/catalog';
import manifest from '../index.ts';
import { aProduct, everybodySells } from '../testing/given-product.ts';

let catalog: TestSubgraph;
beforeAll(async () => {
  catalog = await startTestSubgraph(manifest, {
    commands: [answering(claimImages, imagesOfMedia), answering(describeDownloads, downloadsOfMedia), everybodySells],
  });
});
afterAll(() => catalog.stop());

/** Files that sellers have uploaded, by the shop; and digital products that have a file. */
const uploaded = new Map<string, string>();
const withFile = new Set<string>();

function imagesOfMedia({ sellerId, fileIds }: InputOf<typeof claimImages>) {
  if (fileIds.some((id) => uploaded.get(id) !== sellerId)) throw badInput('there is no ready image of yours', 'imageFileIds');
  return {
    images: fileIds.map((fileId) => ({ fileId, url: `https://shop.example/media/${fileId}-large.webp`, width: 1_600, height: 800 })),
  };
}

const downloadsOfMedia = ({ productIds }: InputOf<typeof describeDownloads>) => ({
  productIds: productIds.filter((id) => withFile.has(id)),
});

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const UPDATE =
  'mutation ($id: ID!, $input: UpdateProductInput!) { updateProduct(id: $id, input: $input) { status name price { amountMinor } variants { name price { amountMinor } } } }';
const update = (seller: ReturnType<typeof aSeller>, id: string, input: Record<string, unknown>) =>
  catalog.as(seller).query(UPDATE, { id, input });
const archive = (seller: ReturnType<typeof aSeller>, id: string) =>
  catalog.as(seller).query('mutation ($id: ID!) { archiveProduct(id: $id) { status } }', { id });
const read = async (viewer: ReturnType<typeof aSeller>, id: string) =>
  (await catalog.as(viewer).query<{ product: { status: string } | null }>('query ($id: ID!) { product(id: $id) { status } }', { id }))
    .product;

describe('listing a product', () => {
  test('tells all that other domains need of it', async () => {
    const seller = aSeller();
    const { id, variants } = await aProduct(catalog, seller, { name: 'Émile’s Café', sku: 'CAFE', price: usd(450) });
    expect((await catalog.emitted(ProductCreated)).at(-1)).toEqual({
      productId: id,
      sellerId: seller.sellerId,
      kind: 'PHYSICAL',
      status: 'ACTIVE',
      sku: 'CAFE',
      name: 'Émile’s Café',
      variants: [{ variantId: variants[0]!.id, sku: 'CAFE', price: usd(450) }],
    });
  });

  test('under a name that is taken gives it a slug of its own, also at once', async () => {
    const products = await Promise.all(Array.from({ length: 6 }, () => aProduct(catalog, aSeller(), { name: 'Twins & Triplets' })));
    const slugs = products.map((product) => product.slug);
    expect(new Set(slugs).size).toBe(6);
    expect(slugs.filter((slug) => slug === 'twins-triplets')).toHaveLength(1);
    for (const slug of slugs) expect(slug).toMatch(/^twins-triplets(-[0-9a-f]{8})?$/);
  });

  test('keeps its variants in order, each with its price, in one currency', async () => {
    const seller = aSeller();
    const variants = [
      { sku: 'S', name: 'Small' },
      { sku: 'L', name: 'Large', price: usd(1_200) },
    ];
    const { id } = await aProduct(catalog, seller, { variants });
    const { product } = await catalog
      .as(aPasserBy)
      .query<{ product: unknown }>('query ($id: ID!) { product(id: $id) { variants { sku price { amountMinor } } } }', { id });
    expect(product).toEqual({
      variants: [
        { sku: 'S', price: { amountMinor: 1_000 } },
        { sku: 'L', price: { amountMinor: 1_200 } },
      ],
    });
    const mixed = [{ sku: 'X', name: 'X', price: { amountMinor: 1, currency: 'EUR' } }];
    await expect(aProduct(catalog, seller, { variants: mixed })).rejects.toMatchObject({ code: 'CURRENCY_MISMATCH' });
  });

  test('under a SKU that the seller has used is refused; another seller may use it', async () => {
    const seller = aSeller();
    await aProduct(catalog, seller, { sku: 'ONCE' });
    await expect(aProduct(catalog, seller, { sku: 'ONCE' })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'sku' } });
    await aProduct(catalog, aSeller(), { sku: 'ONCE' });
  });

  test.each([
    [{ name: '  ' }, 'name'],
    [{ name: 'x'.repeat(201) }, 'name'],
    [{ price: usd(0) }, 'price.amountMinor'],
    [{ price: usd(-1) }, 'price.amountMinor'],
    [{ categorySlug: 'no-such-place' }, 'categorySlug'],
    [{ status: 'ARCHIVED' }, 'status'],
    [{ imageFileIds: ['somebody else’s'] }, 'imageFileIds'],
    [{ prices: [usd(900)] }, 'prices'],
    [{ prices: [9, 8].map((amountMinor) => ({ amountMinor, currency: 'EUR' })) }, 'prices'],
    [{ price: { amountMinor: 1_005, currency: 'KWD' } }, 'price.amountMinor'],
    [{ price: { amountMinor: 1_000, currency: 'ISK' } }, 'price.currency'],
  ])('with %p is refused, and nothing is listed', async (facts, field) => {
    const before = await catalog.state();
    await expect(aProduct(catalog, aSeller(), facts)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field } });
    expect(await catalog.state()).toEqual(before);
  });
});

describe('the images of a product', () => {
  const IMAGES = 'query ($id: ID!) { product(id: $id) { images { fileId url alt width height } } }';
  const imagesOf = async (id: string) =>
    (await catalog.as(aPasserBy).query<{ product: { images: object[] } }>(IMAGES, { id })).product.images;
  const anUploadOf = (seller: ReturnType<typeof aSeller>): string => {
    const id = newId();
    uploaded.set(id, seller.sellerId!);
    return id;
  };
  const shown = (fileId: string) => ({
    fileId,
    url: `https://shop.example/media/${fileId}-large.webp`,
    alt: null,
    width: 1_600,
    height: 800,
  });

  test('are those that its seller named, in their order, until others are named', async () => {
    const seller = aSeller();
    const [front, back] = [anUploadOf(seller), anUploadOf(seller)];
    const { id } = await aProduct(catalog, seller, { imageFileIds: [back, front] });
    expect(await imagesOf(id)).toEqual([shown(back), shown(front)]);
    await update(seller, id, { name: 'Another name' });
    expect(await imagesOf(id)).toEqual([shown(back), shown(front)]);
    await update(seller, id, { imageFileIds: [front] });
    expect(await imagesOf(id)).toEqual([shown(front)]);
    await update(seller, id, { imageFileIds: [] });
    expect(await imagesOf(id)).toEqual([]);
  });

  test('are its seller’s own, also where an admin names them', async () => {
    const [seller, other] = [aSeller(), aSeller()];
    const [own, foreign] = [anUploadOf(seller), anUploadOf(other)];
    const { id } = await aProduct(catalog, seller);
    await expect(update(seller, id, { imageFileIds: [own, foreign] })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(update(other, id, { imageFileIds: [foreign] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await update(anAdmin(), id, { imageFileIds: [own] });
    expect(await imagesOf(id)).toEqual([shown(own)]);
  });
});

test('a digital product can be delivered once it has a file', async () => {
  const { id, variants } = await aProduct(catalog, aSeller(), { kind: 'DIGITAL' });
  const deliverable = async () => (await catalog.answer(describeVariants, { variantIds: [variants[0]!.id] })).variants[0]!.deliverable;
  expect(await deliverable()).toBe(false);
  withFile.add(id);
  expect(await deliverable()).toBe(true);
});

describe('changing a product', () => {
  test('changes what is given; variants at its price follow it, others keep theirs', async () => {
    const seller = aSeller();
    const { id } = await aProduct(catalog, seller, {
      variants: [
        { sku: 'S', name: 'Small' },
        { sku: 'L', name: 'Large', price: usd(1_500) },
      ],
    });
    expect(await update(seller, id, { name: 'Renamed', price: usd(1_100) })).toEqual({
      updateProduct: {
        status: 'ACTIVE',
        name: 'Renamed',
        price: { amountMinor: 1_100 },
        variants: [
          { name: 'Small', price: { amountMinor: 1_100 } },
          { name: 'Large', price: { amountMinor: 1_500 } },
        ],
      },
    });
    expect((await catalog.emitted(ProductUpdated)).at(-1)).toMatchObject({ productId: id, name: 'Renamed' });
    expect((await catalog.emitted(ProductRepriced)).at(-1)?.variants.map((variant) => variant.price.amountMinor)).toEqual([1_100, 1_500]);
  });

  test('to another currency is refused', async () => {
    const seller = aSeller();
    const { id } = await aProduct(catalog, seller);
    await expect(update(seller, id, { price: { amountMinor: 1_000, currency: 'EUR' } })).rejects.toMatchObject({
      code: 'CURRENCY_MISMATCH',
    });
  });

  test('leads from draft to sale and to the archive, and never back to draft', async () => {
    const seller = aSeller();
    const { id } = await aProduct(catalog, seller, { status: 'DRAFT' });
    await update(seller, id, { status: 'ACTIVE' });
    await expect(update(seller, id, { status: 'DRAFT' })).rejects.toMatchObject({
      code: 'INVALID_TRANSITION',
      details: { status: 'ACTIVE' },
    });
    await archive(seller, id);
    await archive(seller, id);
    expect((await catalog.emitted(ProductArchived)).filter((archived) => archived.productId === id)).toHaveLength(1);
    await update(seller, id, { status: 'ACTIVE' });
    expect(await read(aPasserBy, id)).toEqual({ status: 'ACTIVE' });
  });
});

describe('who sees a product', () => {
  test('in draft: its seller and admins', async () => {
    const seller = aSeller();
    const { id, slug, variants } = await aProduct(catalog, seller, { status: 'DRAFT' });
    expect(await read(seller, id)).toEqual({ status: 'DRAFT' });
    expect(await read(anAdmin(), id)).toEqual({ status: 'DRAFT' });
    expect(await read(aSeller(), id)).toBeNull();
    expect(await catalog.as(aPasserBy).query('query ($slug: String) { product(slug: $slug) { id } }', { slug })).toEqual({ product: null });
    const keys = [{ __typename: 'Variant', id: variants[0]!.id }];
    const ask = (viewer: typeof seller) =>
      catalog.as(viewer).query('query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Variant { name } } }', { keys });
    expect(await ask(aPasserBy)).toEqual({ _entities: [null] });
    expect(await ask(seller)).toEqual({ _entities: [{ name: 'A thing' }] });
  });

  test('in the archive: everybody who has its id, since they may have bought it; but no list shows it', async () => {
    const seller = aSeller();
    const { id } = await aProduct(catalog, seller);
    await archive(seller, id);
    expect(await read(aPasserBy, id)).toEqual({ status: 'ARCHIVED' });
    const list = (viewer: typeof seller) =>
      catalog
        .as(viewer)
        .query<{ products: { nodes: unknown[] } }>('query ($sellerId: ID) { products(filter: { sellerId: $sellerId }) { nodes { id } } }', {
          sellerId: seller.sellerId,
        });
    expect((await list(aPasserBy)).products.nodes).toEqual([]);
    expect((await list(seller)).products.nodes).toEqual([{ id }]);
  });
});

test('variants are described to other domains by id, the unknown left out', async () => {
  const seller = aSeller();
  const { id, variants } = await aProduct(catalog, seller, { status: 'DRAFT' });
  const { variants: described } = await catalog.answer(describeVariants, { variantIds: [variants[0]!.id, 'garbage', id] });
  expect(described).toEqual([
    expect.objectContaining({
      variantId: variants[0]!.id,
      productId: id,
      sellerId: seller.sellerId,
      status: 'DRAFT',
      price: usd(1_000),
      deliverable: true,
    }),
  ]);
});

test('a page of products with categories and variants is one statement for each of the three', async () => {
  const seller = aSeller();
  for (let count = 0; count < 5; count++) await aProduct(catalog, seller, { categorySlug: 'books' });
  const statements = await statementsDuring(catalog, () =>
    catalog
      .as(aPasserBy)
      .query('query ($sellerId: ID) { products(filter: { sellerId: $sellerId }) { nodes { name category { slug } variants { sku } } } }', {
        sellerId: seller.sellerId,
      }),
  );
  expect(statements).toHaveLength(3);
});
