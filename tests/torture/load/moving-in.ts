import { setTimeout as sleep } from 'node:timers/promises';
import type { Tally } from '../tally.ts';
import { Person } from './person.ts';
import type { Errand } from './scene.ts';
import { upload } from './uploading.ts';

const IMPORT = 'mutation ($fileId: ID!) { importProducts(fileId: $fileId) { id } }';
const IMPORTED = 'query ($id: ID!) { productImport(id: $id) { status failed } }';
const EXPORT = 'mutation { exportProducts(format: JSON_LINES) { id } }';
const EXPORTED = 'query ($id: ID!) { productExport(id: $id) { status download { url } } }';
/** Once nothing goes wrong any more. */
const DONE_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 1_000;
const MEDIA_TYPE = 'application/x-ndjson';
/** More than one transaction takes in. */
const PRODUCTS = 60;

const line = (sku: string, amountMinor: number) => ({ sku, name: `Row ${sku}`, price: { amountMinor, currency: 'USD' } });
const SKUS = Array.from({ length: PRODUCTS }, (_, index) => `ROW-${index}`);
/** One of its lines is wrong. */
const TABLE = Buffer.from([...SKUS.map((sku) => line(sku, 1_000)), line('WRONG', -1)].map((each) => `${JSON.stringify(each)}\n`).join(''));

/** A shop moves in with a table of its products, has it taken in once more, and takes a table of them along. */
export const movingIn: Errand = {
  name: 'table of products imported twice and exported',
  async do({ market, tally }) {
    const seller = await Person.register(market, tally, 'SELLER');
    const fileId = await upload(seller, TABLE, MEDIA_TYPE, 'PRODUCT_TABLE');
    for (const _ of ['once', 'once more']) {
      const { failed } = await imported(seller, fileId);
      tally.check(
        'every line of a table is taken in or found wrong',
        failed === 1 ? [] : [`${failed} lines of ${fileId} were found wrong`],
      );
    }
    const url = await exported(seller);
    const table = await seller.until(async () => textOf(await fetch(url, { signal: AbortSignal.timeout(10_000) })));
    const listed = table
      .split('\n')
      .filter(Boolean)
      .map((text) => (JSON.parse(text) as { sku: string }).sku);
    const alike = JSON.stringify(listed.sort()) === JSON.stringify([...SKUS].sort());
    tally.check('a table that was taken in twice lists each of its products once', alike ? [] : [`${fileId}: ${listed.length} products`]);
    tally.did(movingIn.name);
  },
};

async function imported(seller: Person, fileId: string): Promise<{ failed: number }> {
  const { importProducts } = await seller.ask<{ importProducts: { id: string } }>(IMPORT, { fileId });
  return untilDone(seller.tally, async () => {
    const { productImport } = await seller.ask<{ productImport: { status: string; failed: number } }>(IMPORTED, importProducts);
    return { status: productImport.status, result: productImport };
  });
}

async function exported(seller: Person): Promise<string> {
  const { exportProducts } = await seller.ask<{ exportProducts: { id: string } }>(EXPORT);
  return untilDone(seller.tally, async () => {
    const { productExport } = await seller.ask<{ productExport: { status: string; download: { url: string } | null } }>(
      EXPORTED,
      exportProducts,
    );
    return { status: productExport.status, result: productExport.download?.url };
  });
}

/** Looks until it is completed, and answers what came of it. */
async function untilDone<Result>(tally: Tally, look: () => Promise<{ status: string; result: Result | undefined }>): Promise<Result> {
  for (const begunAtMs = performance.now(); ; await sleep(LOOK_EVERY_MS)) {
    const { status, result } = await look();
    if (status === 'COMPLETED' && result !== undefined) return result;
    const patientUntilMs = Math.max(begunAtMs, tally.calmSinceMs ?? Number.POSITIVE_INFINITY) + DONE_WITHIN_MS;
    if (status === 'FAILED' || performance.now() > patientUntilMs) throw new Error(`a table of products is ${status}`);
  }
}

async function textOf(response: Response): Promise<string> {
  if (!response.ok) throw new Error(`the object store answered ${response.status}`);
  return response.text();
}
