import { DomainError } from '@stoa/kit/errors';
import type { Transaction } from '@stoa/kit/use-case';
import { isSelling, keepStanding } from '../seller/keep-standing.ts';
import type { Batch } from './batch.ts';
import { ProductImport } from './product-import.entity.ts';
import { ProductImportError } from './product-import-error.entity.ts';
import { type Effect, productsOf, takeLine } from './take-line.ts';
import { tellProgress } from './tell-progress.ts';

export interface Taken {
  /** Lines that changed something. */
  readonly changed: number;
  /** Faults of the whole import so far. */
  readonly failed: number;
}

/** One line of several cannot be taken in: nothing of this transaction holds, and the others are taken in without it. */
export class LineRefused extends Error {
  constructor(
    readonly line: number,
    readonly refusal: DomainError,
  ) {
    super(refusal.message);
  }
}

/**
 * Takes lines in, and writes with the same commit how far the import has come. Null where it has ended, or somebody else has come further: then nothing
 * happens.
 */
export async function takeLines(tx: Transaction, batch: Batch): Promise<Taken | null> {
  const found = await tx.lock(ProductImport, { id: batch.importId });
  if (found?.status !== 'RUNNING' || found.nextOffset !== batch.from) return null;
  if (batch.standing) await keepStanding(tx, batch.standing);
  const withheld = !(await isSelling(tx, found.sellerId));
  const known = await productsOf(tx, found.sellerId, batch.lines);
  const effects = batch.lines.map((line): Effect => {
    try {
      return takeLine(tx, { sellerId: found.sellerId, withheld, known }, line);
    } catch (error) {
      throw error instanceof DomainError ? new LineRefused(line.place.line, error) : error;
    }
  });
  await keepFaults(tx, batch);
  const many = (effect: Effect): number => effects.filter((each) => each === effect).length;
  Object.assign(found, {
    done: found.done + batch.lines.length + batch.faults.length,
    created: found.created + many('created'),
    updated: found.updated + many('updated'),
    failed: found.failed + batch.faults.length,
    ...{ nextOffset: batch.next.offset, nextLine: batch.next.line, attempts: 0, touchedAt: new Date() },
  });
  tellProgress(tx, found);
  return { changed: many('created') + many('updated'), failed: found.failed };
}

const keepFaults = (tx: Transaction, { importId, faults }: Batch): Promise<void> =>
  tx.insert(
    ProductImportError,
    faults.map(({ line, sku, refusal }) => ({
      ...{ importId, line, sku, code: refusal.code },
      field: typeof refusal.details['field'] === 'string' ? refusal.details['field'].slice(0, 100) : null,
      message: refusal.message.slice(0, 300),
    })),
  );
