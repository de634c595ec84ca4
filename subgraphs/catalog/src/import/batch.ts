import { DomainError } from '@stoa/kit/errors';
import type { ProductImage } from '../product/product-image.ts';
import type { Standing } from '../seller/keep-standing.ts';
import { type ProductLine, skusOf, type TableFormat } from '../table/product-line.ts';
import { readLine } from '../table/read-line.ts';
import type { Place, TableRecord } from '../table/read-records.ts';

/** Lines of one transaction: few, so that nobody waits long behind them. */
const BATCH = 50;

export interface ReadLine {
  readonly place: TableRecord;
  readonly said: ProductLine;
  /** Those that it names, as media told them; null where they stay. */
  readonly images: ProductImage[] | null;
}

export interface Fault {
  readonly line: number;
  readonly sku: string | null;
  readonly refusal: DomainError;
}

/** Lines that are taken in together. */
export interface Batch {
  readonly importId: string;
  readonly standing: Standing | null;
  readonly lines: readonly ReadLine[];
  readonly faults: readonly Fault[];
  /** Where the first of them begins. */
  readonly from: number;
  readonly next: Place;
}

export type ReadBatch = Pick<Batch, 'lines' | 'faults' | 'from' | 'next'>;

/** Reads records together, as many as one transaction takes. A line about a SKU that is among them already waits for the next one. */
export async function* batchesOf(
  records: AsyncIterable<TableRecord>,
  format: TableFormat,
  columns: readonly string[] | null,
  from: Place,
): AsyncGenerator<ReadBatch> {
  const begin = (at: Place) => ({ lines: [] as ReadLine[], faults: [] as Fault[], from: at.offset, next: at, skus: new Set<string>() });
  let batch = begin(from);
  for await (const record of records) {
    const read = tryToRead(format, columns, record);
    const skus = 'said' in read ? skusOf(read.said) : [];
    if (batch.lines.length + batch.faults.length >= BATCH || skus.some((sku) => batch.skus.has(sku))) {
      yield batch;
      batch = begin(batch.next);
    }
    if ('said' in read) batch.lines.push(read);
    else batch.faults.push(read);
    for (const sku of skus) batch.skus.add(sku);
    batch.next = { offset: record.nextOffset, line: record.nextLine };
  }
  if (batch.next.offset > batch.from) yield batch;
}

function tryToRead(format: TableFormat, columns: readonly string[] | null, place: TableRecord): ReadLine | Fault {
  try {
    return { place, said: readLine(format, columns, place), images: null };
  } catch (refusal) {
    if (refusal instanceof DomainError) return { line: place.line, sku: null, refusal };
    throw refusal;
  }
}
