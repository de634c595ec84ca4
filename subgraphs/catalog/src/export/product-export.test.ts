import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { anAdmin, aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { importing } from '../import/run-imports.job.ts';
import manifest from '../index.ts';
import { aProduct, everybodySells } from '../testing/given-product.ts';
import { beginImport, importOf, TablesAtHand } from '../testing/given-table.ts';
import { runExports } from './run-exports.job.ts';

let tables: TablesAtHand;
let catalog: TestSubgraph;
beforeAll(async () => {
  tables = await TablesAtHand.start();
  catalog = await startTestSubgraph(manifest, { commands: [everybodySells, ...tables.commands] });
});
afterAll(async () => {
  await catalog.stop();
  await tables.close();
});

const EXPORT = 'mutation ($format: TableFormat!, $sellerId: ID) { exportProducts(format: $format, sellerId: $sellerId) { id } }';
const SEEN = 'query ($id: ID!) { productExport(id: $id) { status total download { url expiresAt } } }';

interface Seen {
  readonly status: string;
  readonly total: number | null;
  readonly download: { url: string } | null;
}

const exportOf = async (viewer: Viewer, id: string) =>
  (await catalog.as(viewer).query<{ productExport: Seen | null }>(SEEN, { id })).productExport;

async function exported(viewer: Viewer, format: string, sellerId: string | null = null): Promise<{ id: string; seen: Seen; text: string }> {
  const { exportProducts } = await catalog.as(viewer).query<{ exportProducts: { id: string } }>(EXPORT, { format, sellerId });
  expect(await exportOf(viewer, exportProducts.id)).toEqual({ status: 'PENDING', total: null, download: null });
  await catalog.run(runExports);
  const seen = (await exportOf(viewer, exportProducts.id))!;
  return { id: exportProducts.id, seen, text: await (await fetch(seen.download!.url)).text() };
}

const money = (amountMinor: number, currency: string) => ({ amountMinor, currency });

test.each([
  ['CSV', 'text/csv'],
  ['JSON_LINES', 'application/x-ndjson'],
])('what is exported as %s and imported again changes nothing', async (format, contentType) => {
  const seller = aSeller();
  await aProduct(catalog, seller, { name: '=Émile’s "lamp", red', description: 'One\r\nTwo', sku: 'A', categorySlug: 'home' });
  await aProduct(catalog, seller, {
    sku: 'B',
    prices: [money(900, 'EUR'), money(150_000, 'JPY')],
    attributes: [{ name: 'a', value: '-1' }],
  });
  await aProduct(catalog, seller, {
    kind: 'DIGITAL',
    status: 'DRAFT',
    variants: [
      { sku: 'S', name: 'Small' },
      { sku: 'L', name: 'Large', price: money(1_200, 'USD'), prices: [money(1_100, 'EUR')], options: [{ name: 'Size', value: 'L' }] },
    ],
  });
  const gone = await aProduct(catalog, seller, { sku: 'GONE' });
  await catalog.as(seller).query('mutation ($id: ID!) { archiveProduct(id: $id) { id } }', { id: gone.id });
  await aProduct(catalog, aSeller(), { sku: 'ANOTHERS' });
  const { seen, text } = await exported(seller, format);
  expect(seen).toMatchObject({ status: 'COMPLETED', total: 4 });
  expect(text).not.toContain('ANOTHERS');
  const before = await catalog.emittedNames();
  const id = await beginImport(catalog, seller, tables.upload(seller, text, contentType));
  await catalog.run(importing(Number.POSITIVE_INFINITY));
  expect(await importOf(catalog, seller, id)).toMatchObject({ status: 'COMPLETED', total: 4, done: 4, created: 0, updated: 0, failed: 0 });
  const names = (await catalog.emittedNames()).slice(before.length);
  expect(new Set(names)).toEqual(new Set(['catalog.productImport.progressed']));
});

test('a seller of nothing gets a table of nothing, which can be imported', async () => {
  const seller = aSeller();
  const { seen, text } = await exported(seller, 'JSON_LINES');
  expect(seen.total).toBe(0);
  const id = await beginImport(catalog, seller, tables.upload(seller, text));
  await catalog.run(importing(Number.POSITIVE_INFINITY));
  expect(await importOf(catalog, seller, id)).toMatchObject({ status: 'COMPLETED', total: 0 });
});

test('a table that was stored, of which nobody heard, is the one that is had, with as many products as it has', async () => {
  const seller = aSeller();
  await aProduct(catalog, seller, { sku: 'FIRST' });
  tables.lostAnswers = 1;
  const { exportProducts } = await catalog.as(seller).query<{ exportProducts: { id: string } }>(EXPORT, { format: 'JSON_LINES' });
  await catalog.run(runExports);
  expect(await exportOf(seller, exportProducts.id)).toMatchObject({ status: 'PENDING' });
  await aProduct(catalog, seller, { sku: 'SECOND' });
  await catalog.sql.query('update product_export set touched_at = now() where id = $1', [exportProducts.id]);
  await catalog.run(runExports);
  const seen = await exportOf(seller, exportProducts.id);
  expect(seen).toMatchObject({ status: 'COMPLETED', total: 1 });
  expect(await (await fetch(seen!.download!.url)).text()).not.toContain('SECOND');
});

test('administrators have any seller’s products written, or all; nobody else has another’s', async () => {
  const [seller, other] = [aSeller(), aSeller()];
  for (const shop of [seller, other]) for (const sku of ['1', '2']) await aProduct(catalog, shop, { sku: `${shop.sellerId}-${sku}` });
  const one = await exported(anAdmin(), 'JSON_LINES', seller.sellerId);
  expect(one.text.trim().split('\n')).toHaveLength(2);
  const all = await exported(anAdmin(), 'CSV');
  for (const shop of [seller, other]) expect(all.text).toContain(`${shop.sellerId}-1`);
  expect(await exportOf(seller, one.id)).toMatchObject({ status: 'COMPLETED' });
  expect(await exportOf(other, one.id)).toBeNull();
  expect(await exportOf(seller, all.id)).toBeNull();
  await expect(catalog.as(seller).query(EXPORT, { format: 'CSV', sellerId: other.sellerId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
