import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { badInput } from '@stoa/kit/errors';
import { armCrashPoint, disarmCrashPoints } from '@stoa/kit/events';
import { anAdmin, answering, aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { claimImages } from '@stoa/schema/commands/media';
import { ProductCreated, ProductImportProgressed, ProductOffered, ProductRepriced, ProductUpdated } from '@stoa/schema/events/catalog';
import manifest from '../index.ts';
import { forgetOldTables } from '../table/forget-old-tables.job.ts';
import { everybodySells } from '../testing/given-product.ts';
import { beginImport, type ImportSeen, importOf, TablesAtHand } from '../testing/given-table.ts';
import { importing } from './run-imports.job.ts';

const [IMAGE, ANOTHERS_IMAGE] = ['0197a000-0000-7000-8000-000000000001', '0197a000-0000-7000-8000-000000000002'];
const atOnce = importing(Number.POSITIVE_INFINITY);

let tables: TablesAtHand;
let catalog: TestSubgraph;
let seller: Viewer;
beforeAll(async () => {
  tables = await TablesAtHand.start();
  const media = answering(claimImages, ({ fileIds }) => {
    if (fileIds.some((id) => id !== IMAGE)) throw badInput('there is no ready image of yours', 'imageFileIds');
    return { images: fileIds.map((fileId) => ({ fileId, url: `https://shop.example/media/${fileId}`, width: 1, height: 1 })) };
  });
  catalog = await startTestSubgraph(manifest, { commands: [everybodySells, media, ...tables.commands] });
});
afterAll(async () => {
  await catalog.stop();
  await tables.close();
});
beforeEach(() => {
  seller = aSeller();
});
afterEach(() => disarmCrashPoints());

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const lamp = (sku: string, facts: object = {}) => ({ sku, name: `Lamp ${sku}`, description: 'It shines.', price: usd(4_000), ...facts });
const linesOf = (...products: object[]): string => products.map((product) => `${JSON.stringify(product)}\n`).join('');

async function imported(text: string, contentType?: string): Promise<ImportSeen> {
  const id = await beginImport(catalog, seller, tables.upload(seller, text, contentType));
  await catalog.run(atOnce);
  return importOf(catalog, seller, id);
}

/** What of the seller's was told, by the event's name. */
async function told(): Promise<Record<string, number>> {
  const rows = await catalog.sql.query<{ name: string; count: number }>(
    `select name, count(*)::int as count from outbox where payload ->> 'sellerId' = $1 and name <> $2 group by name`,
    [seller.sellerId, ProductImportProgressed.name],
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

test('lines are listed, and the same file once more changes nothing and tells nobody', async () => {
  const file = linesOf(
    lamp('A', { categorySlug: 'home', attributes: [{ name: 'Metal', value: 'brass' }], imageFileIds: [IMAGE] }),
    lamp('B', { kind: 'DIGITAL', status: 'DRAFT', prices: [{ amountMinor: 3_700, currency: 'EUR' }] }),
    lamp('C', {
      variants: [
        { sku: 'C', name: 'Small' },
        { sku: 'C-L', name: 'Large', price: usd(6_000) },
      ],
    }),
  );
  const first = await imported(file);
  expect(first).toMatchObject({ status: 'COMPLETED', total: 3, done: 3, created: 3, updated: 0, failed: 0, errors: { nodes: [] } });
  const before = await told();
  expect(before).toEqual({ [ProductCreated.name]: 3, [ProductOffered.name]: 3 });
  expect(await imported(file)).toMatchObject({ status: 'COMPLETED', total: 3, done: 3, created: 0, updated: 0 });
  expect(await told()).toEqual(before);
});

test('a changed line changes its product, and what it does not say stays', async () => {
  await imported(linesOf(lamp('A', { categorySlug: 'home' }), lamp('B'), lamp('C')));
  const again = await imported(
    linesOf({ sku: 'A', price: usd(4_500) }, { sku: 'B', name: 'Lantern', status: 'ARCHIVED' }, lamp('C'), {
      sku: 'A',
      description: 'Bright.',
    }),
  );
  expect(again).toMatchObject({ status: 'COMPLETED', done: 4, created: 0, updated: 3 });
  const { products } = await catalog.as(seller).query<{ products: { nodes: object[] } }>(
    `query ($sellerId: ID) { products(filter: { sellerId: $sellerId }, sort: NEWEST) {
       nodes { name status description category { slug } price { amountMinor } variants { sku name price { amountMinor } } } } }`,
    { sellerId: seller.sellerId },
  );
  const priced = (amountMinor: number) => ({ price: { amountMinor } });
  expect(products.nodes).toMatchObject([
    { name: 'Lamp C', ...priced(4_000) },
    { name: 'Lantern', status: 'ARCHIVED', variants: [{ sku: 'B', name: 'Lantern', ...priced(4_000) }] },
    { name: 'Lamp A', description: 'Bright.', category: { slug: 'home' }, ...priced(4_500), variants: [{ sku: 'A', ...priced(4_500) }] },
  ]);
  expect(await told()).toMatchObject({ [ProductUpdated.name]: 3, [ProductRepriced.name]: 1 });
});

test('faults are named by their lines, and good lines are taken in all the same', async () => {
  const file = [
    JSON.stringify(lamp('A')),
    '{ "sku": "B", ',
    '',
    JSON.stringify(lamp('C', { price: usd(0) })),
    JSON.stringify({ sku: 'D', description: 'It has no name.', price: usd(1) }),
    JSON.stringify(lamp('E', { categorySlug: 'no-such-place' })),
    JSON.stringify(lamp('F', { imageFileIds: [ANOTHERS_IMAGE] })),
    JSON.stringify(lamp('A', { kind: 'DIGITAL' })),
    JSON.stringify(
      lamp('G', {
        variants: [
          { sku: 'G', name: 'G' },
          { sku: 'A', name: 'A' },
        ],
      }),
    ),
    JSON.stringify(lamp('H', { variants: [{ sku: 'H', name: 'H', price: { amountMinor: 1, currency: 'EUR' } }] })),
    JSON.stringify(lamp('I', { status: 'ARCHIVED' })),
    JSON.stringify(lamp('J', { description: 'No\u0000thing' })),
    JSON.stringify(lamp('K', { variants: [{ sku: 'K', name: 'K', options: [{ name: 'Colour', value: '\ud800' }] }] })),
    JSON.stringify(lamp('Z')),
  ].join('\n');
  const seen = await imported(file);
  expect(seen).toMatchObject({ status: 'COMPLETED', total: 13, done: 13, created: 2, failed: 11 });
  expect(seen.errors.nodes.map(({ line, sku, code, field }) => [line, sku, code, field])).toEqual([
    [2, null, 'BAD_USER_INPUT', null],
    [4, null, 'BAD_USER_INPUT', 'price.amountMinor'],
    [5, 'D', 'BAD_USER_INPUT', 'name'],
    [6, 'E', 'BAD_USER_INPUT', 'categorySlug'],
    [7, 'F', 'BAD_USER_INPUT', 'imageFileIds'],
    [8, 'A', 'BAD_USER_INPUT', 'kind'],
    [9, 'G', 'BAD_USER_INPUT', 'variants'],
    [10, 'H', 'CURRENCY_MISMATCH', null],
    [11, 'I', 'BAD_USER_INPUT', 'status'],
    [12, null, 'BAD_USER_INPUT', 'description'],
    [13, null, 'BAD_USER_INPUT', 'variants.options.value'],
  ]);
  const page = await importOf(catalog, seller, seen.id, { first: 2 });
  expect(page.errors).toMatchObject({ totalCount: 11, pageInfo: { hasNextPage: true } });
});

describe('a table as CSV', () => {
  test('has its columns in any order, and cells that go over several lines', async () => {
    const seen = await imported(
      'name,sku,currency,priceMinor,description\r\n"A ""lamp""",A,USD,4000,"One\r\nTwo"\r\n,B,USD,x,\r\n',
      'text/csv',
    );
    expect(seen).toMatchObject({ status: 'COMPLETED', total: 2, created: 1, failed: 1 });
    expect(seen.errors.nodes).toMatchObject([{ line: 4, code: 'BAD_USER_INPUT', field: 'price.amountMinor' }]);
  });

  test('with a column that nobody knows fails before its first line', async () => {
    const seen = await imported('sku,colour\nA,red\n', 'text/csv');
    expect(seen).toMatchObject({ status: 'FAILED', total: null, done: 0 });
    expect(seen.failure).toContain('no column "colour"');
  });
});

test('an import that stops anywhere goes on from there, and no line is taken in twice', async () => {
  const file = linesOf(...Array.from({ length: 180 }, (_, index) => lamp(`S-${index}`)));
  const fileId = tables.upload(seller, file);
  const id = await beginImport(catalog, seller, fileId);
  const table = tables.tables.get(fileId)!;
  // The first look counts; then the connection breaks after two thirds, each time.
  const lookedThrough = importing(Number.POSITIVE_INFINITY);
  table.breaksAfter = Math.floor(file.length * 0.66);
  await catalog.run(lookedThrough);
  expect(await importOf(catalog, seller, id)).toMatchObject({ status: 'PENDING', done: 0 });
  delete table.breaksAfter;
  const due = () => catalog.sql.query('update product_import set touched_at = now() where id = $1', [id]);
  await due();
  await catalog.sql.query('update product_import set total = 180, status = $2 where id = $1', [id, 'RUNNING']);
  table.breaksAfter = Math.floor(file.length * 0.66);
  await catalog.run(atOnce);
  const stopped = await importOf(catalog, seller, id);
  expect(stopped.status).toBe('RUNNING');
  expect(stopped.done).toBeGreaterThan(0);
  expect(stopped.done).toBeLessThan(180);
  delete table.breaksAfter;
  await due();
  await catalog.run(atOnce);
  expect(await importOf(catalog, seller, id)).toMatchObject({ status: 'COMPLETED', done: 180, created: 180, failed: 0 });
  expect(await told()).toEqual({ [ProductCreated.name]: 180, [ProductOffered.name]: 180 });
});

test('a process that dies with a batch just committed has its lines taken in once, by whoever goes on', async () => {
  const file = linesOf(...Array.from({ length: 180 }, (_, index) => lamp(`K-${index}`)));
  const id = await beginImport(catalog, seller, tables.upload(seller, file));
  // The first of such news is that lines were counted.
  armCrashPoint(`committed:${ProductImportProgressed.name}`, { passes: 2 });
  await catalog.run(atOnce);
  expect(await importOf(catalog, seller, id)).toMatchObject({ status: 'RUNNING', done: 100, created: 100 });
  await catalog.sql.query('update product_import set touched_at = now() where id = $1', [id]);
  await catalog.run(atOnce);
  expect(await importOf(catalog, seller, id)).toMatchObject({ status: 'COMPLETED', done: 180, created: 180, failed: 0 });
  expect(await told()).toEqual({ [ProductCreated.name]: 180, [ProductOffered.name]: 180 });
});

test('a process that stops leaves an import where it is, and no try of it is lost', async () => {
  const file = linesOf(...Array.from({ length: 120 }, (_, index) => lamp(`P-${index}`)));
  const id = await beginImport(catalog, seller, tables.upload(seller, file));
  const stopping = new AbortController();
  // So slow that it would wait for hours after its first lines.
  const running = importing(0.01).run(catalog.domain.jobContext(), stopping.signal);
  while ((await importOf(catalog, seller, id)).done === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  stopping.abort();
  await running;
  expect(await importOf(catalog, seller, id)).toMatchObject({ status: 'RUNNING', done: 50 });
  expect(await catalog.sql.query('select attempts from product_import where id = $1', [id])).toEqual([{ attempts: 0 }]);
  await catalog.run(atOnce);
  expect(await importOf(catalog, seller, id)).toMatchObject({ status: 'COMPLETED', done: 120, created: 120 });
});

test('what became of it is forgotten after ninety days, with its faults', async () => {
  const { id } = await imported('{ "sku": ');
  await catalog.run(forgetOldTables);
  expect(await importOf(catalog, seller, id)).toMatchObject({ failed: 1, errors: { nodes: [{ line: 1 }] } });
  await catalog.sql.query(`update product_import set ended_at = now() - interval '91 days' where id = $1`, [id]);
  await catalog.run(forgetOldTables);
  expect(await importOf(catalog, seller, id)).toBeNull();
  expect(await catalog.sql.query('select line from product_import_error where import_id = $1', [id])).toEqual([]);
});

test('is cancelled by its seller: what was taken in stays, and what is left is not looked at', async () => {
  const id = await beginImport(catalog, seller, tables.upload(seller, linesOf(lamp('A'))));
  const cancel = (viewer: Viewer) => catalog.as(viewer).query('mutation ($id: ID!) { cancelProductImport(id: $id) { status } }', { id });
  await expect(cancel(aSeller())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await cancel(seller)).toEqual({ cancelProductImport: { status: 'CANCELLED' } });
  await catalog.run(atOnce);
  expect(await importOf(catalog, seller, id)).toMatchObject({ status: 'CANCELLED', done: 0 });
});

test('is cancelled in the middle: what was taken in stays, each line of it once', async () => {
  const file = linesOf(...Array.from({ length: 200 }, (_, index) => lamp(`X-${index}`)));
  const fileId = tables.upload(seller, file);
  const id = await beginImport(catalog, seller, fileId);
  const rest = Promise.withResolvers<void>();
  tables.tables.get(fileId)!.waits = { after: Math.floor(file.length / 2), until: rest.promise };
  const running = catalog.run(atOnce);
  while ((await importOf(catalog, seller, id)).done === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await catalog.as(seller).query('mutation ($id: ID!) { cancelProductImport(id: $id) { id } }', { id });
  const { done } = await importOf(catalog, seller, id);
  expect(done).toBeLessThan(200);
  rest.resolve();
  await running;
  expect(await importOf(catalog, seller, id)).toMatchObject({ status: 'CANCELLED', done, created: done, failed: 0 });
  expect(await told()).toEqual({ [ProductCreated.name]: done, [ProductOffered.name]: done });
});

test('a file that is on its way in is not taken in beside, and another’s is not there', async () => {
  const fileId = tables.upload(seller, linesOf(lamp('A')));
  const ids = await Promise.all(Array.from({ length: 4 }, () => beginImport(catalog, seller, fileId)));
  expect(new Set(ids).size).toBe(1);
  await expect(beginImport(catalog, aSeller(), fileId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await importOf(catalog, aSeller(), ids[0]!)).toBeNull();
  expect(await importOf(catalog, anAdmin(), ids[0]!)).toMatchObject({ status: 'PENDING' });
  await catalog.run(atOnce);
});

test('two imports of the same SKUs at once list each product once', async () => {
  const file = linesOf(...Array.from({ length: 120 }, (_, index) => lamp(`T-${index}`)));
  const ids = await Promise.all([1, 2].map(() => beginImport(catalog, seller, tables.upload(seller, file))));
  await Promise.all([catalog.run(atOnce), catalog.run(atOnce)]);
  const seen = await Promise.all(ids.map((id) => importOf(catalog, seller, id)));
  expect(seen.map(({ status, failed }) => [status, failed])).toEqual([
    ['COMPLETED', 0],
    ['COMPLETED', 0],
  ]);
  expect(seen.reduce((sum, { created }) => sum + created, 0)).toBe(120);
});
