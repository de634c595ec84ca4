import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { job, seconds } from '@stoa/kit/jobs';
import { fire } from '@stoa/kit/machine';
import type { DomainContext } from '@stoa/kit/use-case';
import { completeProductTable, storeProductTable } from '@stoa/schema/commands/media';
import { FORMATS } from '../table/product-line.ts';
import { ProductExport, productExportMachine } from './product-export.entity.ts';
import { writeTable } from './write-table.ts';

/** Half a minute apart, after which nobody waits for it any more. */
const MOST_ATTEMPTS = 60;

const STORE_TIMEOUT_MS = 600_000;

/** Writes the tables that were asked for: to this machine's disk first, since the store has to know their length. */
export const runExports = job('catalog.runExports', seconds(30), async (context, stopping) => {
  for (let next = await nextExport(context); next && !stopping.aborted; next = await nextExport(context))
    await tryOne(context, next, stopping);
});

async function nextExport({ rows, sql }: DomainContext): Promise<ProductExport | null> {
  const columns = rows.columnsOf(ProductExport, 'e');
  const found = await sql.query(
    `select ${columns} from product_export e where status = 'PENDING' and touched_at <= now() order by touched_at limit 1`,
  );
  return rows.toObjects(ProductExport, found)[0] ?? null;
}

async function tryOne(context: DomainContext, wanted: ProductExport, stopping: AbortSignal): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'product-export-'));
  try {
    const path = join(folder, 'table');
    const total = await writeTable(context, path, wanted, stopping);
    if (await upload(context, wanted, path, stopping)) {
      // Written before the table is completed: if the answer to that is lost, the next try finds it stored, and knows how long this one was.
      await change(context, wanted.id, (row) => Object.assign(row, { total }));
      await context.call(completeProductTable, { fileId: wanted.id });
    }
    await change(context, wanted.id, (row) => {
      fire(productExportMachine, row, 'complete');
      row.endedAt = new Date();
    });
  } catch (error) {
    if (stopping.aborted) return;
    context.log.warn({ err: error, exportId: wanted.id }, 'a table of products could not be written; it is tried again');
    await change(context, wanted.id, (row) => {
      row.touchedAt = new Date(Date.now() + seconds(30));
      if (++row.attempts < MOST_ATTEMPTS) return;
      fire(productExportMachine, row, 'fail');
      row.endedAt = new Date();
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** From the disk to the store, without being held in between. False where the table is there already. */
async function upload(
  context: DomainContext,
  { id: fileId, sellerId, format }: ProductExport,
  path: string,
  stopping: AbortSignal,
): Promise<boolean> {
  const body = await openAsBlob(path, { type: FORMATS[format] });
  const fileName = `products-${new Date().toISOString().slice(0, 10)}.${format === 'CSV' ? 'csv' : 'jsonl'}`;
  const table = { fileId, sellerId, fileName, contentType: FORMATS[format], size: body.size };
  const { upload: wanted } = await context.call(storeProductTable, table);
  if (!wanted) return false;
  const { url, headers } = wanted;
  // The length is the body's own.
  const given = headers.filter(({ name }) => name !== 'content-length').map(({ name, value }) => [name, value] as const);
  const signal = AbortSignal.any([AbortSignal.timeout(STORE_TIMEOUT_MS), stopping]);
  const { status } = await fetch(url, { method: 'PUT', body, headers: Object.fromEntries(given), signal });
  if (status !== 200) throw new Error(`the object store answered ${status} to a table of products`);
  return true;
}

const change = (context: DomainContext, id: string, work: (row: ProductExport) => void): Promise<void> =>
  context.transact(async ({ lock }) => {
    const row = await lock(ProductExport, { id });
    if (row?.status === 'PENDING') work(row);
  });
