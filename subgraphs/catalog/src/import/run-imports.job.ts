import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@stoa/kit/errors';
import { type Job, job, seconds } from '@stoa/kit/jobs';
import { fire } from '@stoa/kit/machine';
import type { DomainContext } from '@stoa/kit/use-case';
import { batchesOf } from './batch.ts';
import { lookThrough, recordsFrom } from './open-table.ts';
import { ProductImport } from './product-import.entity.ts';
import { productImportMachine } from './product-import.machine.ts';
import { takeBatch } from './take-batch.ts';
import { tellProgress } from './tell-progress.ts';

/** Lines that change something, in a second: about what those who hear of them keep up with, so that other news does not wait behind them. */
const LINES_PER_SECOND = 250;

/** Batches of one import before another one's turn comes. */
const SLICE = 20;

/** Tries in a row that brought no line in, after which an import fails. They are half a minute apart. */
const MOST_ATTEMPTS = 60;

/** A table of which so many lines are wrong is another table. */
const MOST_FAULTS = 10_000;

/** Takes sellers' tables in, in turns. What a process that died had committed is not done again. */
export const importing = (linesPerSecond: number): Job =>
  job('catalog.runImports', seconds(30), async (context, stopping) => {
    for (let next = await nextImport(context); next && !stopping.aborted; next = await nextImport(context))
      await tryOne(context, next, linesPerSecond, stopping);
  });

export const runImports = importing(LINES_PER_SECOND);

async function nextImport(context: DomainContext): Promise<ProductImport | null> {
  const [next] = context.rows.toObjects(
    ProductImport,
    await context.sql.query(
      `select ${context.rows.columnsOf(ProductImport, 'i')} from product_import i
       where status in ('PENDING', 'RUNNING') and touched_at <= now() order by touched_at limit 1`,
    ),
  );
  return next ?? null;
}

async function tryOne(context: DomainContext, found: ProductImport, linesPerSecond: number, stopping: AbortSignal): Promise<void> {
  try {
    await workAt(context, found, linesPerSecond, stopping);
  } catch (error) {
    if (stopping.aborted) return;
    const refused = error instanceof DomainError && (error.code === 'BAD_USER_INPUT' || error.code === 'NOT_FOUND');
    context.log.warn({ err: error, importId: found.id }, refused ? 'a table cannot be imported' : 'an import stopped; it goes on later');
    await context.transact(async (tx) => {
      const row = await tx.lock(ProductImport, { id: found.id });
      if (row?.status !== 'PENDING' && row?.status !== 'RUNNING') return;
      if (refused) return end(tx, row, 'fail', error.message);
      if (++row.attempts >= MOST_ATTEMPTS) return end(tx, row, 'fail', 'the file could not be read');
      row.touchedAt = new Date(Date.now() + seconds(30));
    });
  }
}

/** A slice of an import, from where it has come to. */
async function workAt(context: DomainContext, found: ProductImport, linesPerSecond: number, stopping: AbortSignal): Promise<void> {
  const place = found.total === null ? await begin(context, found, stopping) : placeOf(found);
  if (!place) return;
  let [batches, changed] = [0, 0];
  const startedAtMs = performance.now();
  for await (const batch of batchesOf(recordsFrom(context, found, place, stopping), found.format, place.columns, place)) {
    const taken = await takeBatch(context, found, batch);
    if (!taken || ++batches >= SLICE) return;
    changed += taken.changed;
    if (taken.failed > MOST_FAULTS) return ended(context, found.id, 'fail', `more than ${MOST_FAULTS} lines are wrong`);
    const aheadMs = (changed / linesPerSecond) * 1_000 - (performance.now() - startedAtMs);
    if (aheadMs > 0) await sleep(aheadMs, undefined, { signal: stopping });
    stopping.throwIfAborted();
  }
  await ended(context, found.id, 'complete', null);
}

const placeOf = ({ nextOffset, nextLine, columns }: ProductImport) => ({ offset: nextOffset, line: nextLine, columns });

/** Counts what there is to do; null where somebody has cancelled it meanwhile. */
async function begin(context: DomainContext, found: ProductImport, stopping: AbortSignal): Promise<ReturnType<typeof placeOf> | null> {
  const { total, columns, first } = await lookThrough(context, found, stopping);
  return context.transact(async (tx) => {
    const row = await tx.lock(ProductImport, { id: found.id });
    if (row?.status !== 'PENDING') return null;
    fire(productImportMachine, row, 'start');
    Object.assign(row, { total, columns, nextOffset: first.offset, nextLine: first.line });
    tellProgress(tx, row);
    return placeOf(row);
  });
}

const ended = (context: DomainContext, id: string, trigger: 'complete' | 'fail', failure: string | null): Promise<void> =>
  context.transact(async (tx) => {
    const row = await tx.lock(ProductImport, { id });
    if (row?.status === 'RUNNING') end(tx, row, trigger, failure);
  });

function end(tx: Parameters<typeof tellProgress>[0], row: ProductImport, trigger: 'complete' | 'fail', failure: string | null): void {
  fire(productImportMachine, row, trigger);
  Object.assign(row, { failure: failure?.slice(0, 300) ?? null, endedAt: new Date() });
  tellProgress(tx, row);
}
