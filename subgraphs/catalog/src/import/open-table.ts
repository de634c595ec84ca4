import { badInput } from '@stoa/kit/errors';
import type { DomainContext } from '@stoa/kit/use-case';
import { openProductTable } from '@stoa/schema/commands/media';
import { columnsOf } from '../table/csv-line.ts';
import { textOf } from '../table/read-line.ts';
import { type Place, readRecords, type TableRecord } from '../table/read-records.ts';
import type { ProductImport } from './product-import.entity.ts';

/** How long the store may be silent before it is asked again another time. */
const SILENCE_MS = 30_000;

/** What a look through the whole table finds, which nothing is taken in before. */
export interface Contents {
  readonly total: number;
  readonly columns: string[] | null;
  readonly first: Place;
}

/** The records of the import's file from a place on, read as they are wanted. */
export async function* recordsFrom(
  context: DomainContext,
  { fileId, sellerId, format }: Pick<ProductImport, 'fileId' | 'sellerId' | 'format'>,
  from: Place,
  stopping: AbortSignal,
): AsyncGenerator<TableRecord> {
  const { url, size } = await context.call(openProductTable, { fileId, sellerId });
  if (from.offset >= size) return;
  const left = new AbortController();
  const listen = () => setTimeout(() => left.abort(new Error('the object store is silent')), SILENCE_MS);
  let silence = listen();
  try {
    const signal = AbortSignal.any([left.signal, stopping]);
    const response = await fetch(url, { headers: { range: `bytes=${from.offset}-` }, signal });
    if (response.status !== 206) throw new Error(`the object store answered ${response.status} to a part of a table`);
    // However long it takes to take the lines in, the store is not silent meanwhile: nobody listens.
    const heard = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of response.body!) {
        clearTimeout(silence);
        yield chunk;
        silence = listen();
      }
    };
    yield* readRecords(heard(), format === 'CSV', from);
  } finally {
    clearTimeout(silence);
    // What is left of it nobody reads.
    left.abort();
  }
}

/** Counts the lines with a product, and reads the columns of a CSV table. Throws BAD_USER_INPUT where these are not such as can be read. */
export async function lookThrough(context: DomainContext, found: ProductImport, stopping: AbortSignal): Promise<Contents> {
  let [total, columns, first]: [number, string[] | null, Place] = [0, null, { offset: 0, line: 1 }];
  for await (const { bytes, nextOffset, nextLine } of recordsFrom(context, found, first, stopping)) {
    if (found.format === 'CSV' && !columns) {
      if (!bytes) throw badInput('the first line is too long for names of columns');
      columns = columnsOf(textOf(bytes));
      first = { offset: nextOffset, line: nextLine };
    } else {
      total++;
    }
  }
  if (found.format === 'CSV' && !columns) throw badInput('there are no names of columns');
  return { total, columns, first };
}
