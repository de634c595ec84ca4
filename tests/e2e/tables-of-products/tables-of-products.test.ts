import { expect, test } from '@jest/globals';
import {
  ExportProductsDocument,
  FollowProductImportDocument,
  ImportProductsDocument,
  SeeProductExportDocument,
  SeeProductImportDocument,
  SetStockDocument,
} from '@stoa/schema/generated/operations/e2e';
import { buy } from '../support/buying.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';
import { aProductTable, bytesAt } from '../support/uploads.ts';

let shop: Shop;
let seller: Person;

inOneShop(async (opened) => {
  shop = opened;
  seller = await aSeller(shop);
});

const line = (sku: string, facts: object = {}): string =>
  JSON.stringify({ sku, name: `Lantern ${sku}`, description: 'It shines.', price: { amountMinor: 4_000, currency: 'USD' }, ...facts });

async function imported(text: string, contentType?: string) {
  const fileId = await aProductTable(seller, text, contentType);
  const { importProducts } = await seller.ask(ImportProductsDocument, { fileId });
  return until('the table is in', async () => {
    shop.wakeJob('catalog', 'runImports');
    const { productImport } = await seller.ask(SeeProductImportDocument, { id: importProducts.id });
    return productImport!.status === 'COMPLETED' && productImport;
  });
}

async function exported(format: 'CSV' | 'JSON_LINES'): Promise<string> {
  const { exportProducts } = await seller.ask(ExportProductsDocument, { format });
  const { download } = await until('the table is written', async () => {
    shop.wakeJob('catalog', 'runExports');
    const { productExport } = await seller.ask(SeeProductExportDocument, { id: exportProducts.id });
    return productExport!.status === 'COMPLETED' && productExport;
  });
  return (await bytesAt(download!.url)).toString();
}

interface Found {
  readonly products: {
    readonly totalCount: number;
    readonly nodes: readonly { readonly name: string; readonly variants: readonly { readonly id: string }[] }[];
  };
}

const find = (search: string): Promise<Found> =>
  shop
    .client()
    .ask<Found>('query ($search: String) { products(filter: { search: $search }) { totalCount nodes { name variants { id } } } }', {
      search,
    });

test('a seller’s table is watched on its way in, found, stocked and bought; an export of it changes nothing', async () => {
  const file = [...Array.from({ length: 120 }, (_, index) => line(`L-${index}`)), line('BAD', { categorySlug: 'nowhere' })].join('\n');
  const fileId = await aProductTable(seller, file);
  const { importProducts } = await seller.ask(ImportProductsDocument, { fileId });
  const changes = seller.watch(FollowProductImportDocument, { id: importProducts.id });
  shop.wakeJob('catalog', 'runImports');
  const seen = await until('its seller was told that it is in', async () => {
    const told = changes.events.map(({ productImportProgressed }) => productImportProgressed);
    return told.at(-1)?.status === 'COMPLETED' && told;
  });
  changes.stop();
  expect(seen.at(-1)).toEqual({ status: 'COMPLETED', total: 121, done: 121, failed: 1 });
  expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).sort((one, other) => one - other));
  const { productImport } = await seller.ask(SeeProductImportDocument, { id: importProducts.id });
  expect(productImport).toMatchObject({ created: 120, updated: 0, failed: 1 });
  expect(productImport!.errors.nodes).toEqual([{ line: 121, sku: 'BAD', code: 'BAD_USER_INPUT', field: 'categorySlug' }]);

  const { products } = await find('lantern');
  expect(products.totalCount).toBe(120);
  const variantId = products.nodes[0]!.variants[0]!.id;
  await seller.ask(SetStockDocument, { id: variantId, total: 3 });
  await buy(shop, await aBuyer(shop), variantId);

  for (const [format, contentType] of [
    ['CSV', 'text/csv'],
    ['JSON_LINES', 'application/x-ndjson'],
  ] as const) {
    const again = await imported(await exported(format), contentType);
    expect(again).toMatchObject({ total: 120, done: 120, created: 0, updated: 0, failed: 0 });
  }
  expect(await imported(`${line('L-1', { name: 'Storm lantern' })}\n`)).toMatchObject({ created: 0, updated: 1 });
  await until('the new name is found', async () => (await find('storm')).products.nodes[0]?.name === 'Storm lantern');
  await everythingAgrees(shop);
});
