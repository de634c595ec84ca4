import { badInput, parseInput } from '@stoa/kit/errors';
import { assertStorable } from '@stoa/kit/graphql';
import { cellsOf, fromCells } from './csv-line.ts';
import { type ProductLine, productLine, type TableFormat } from './product-line.ts';
import { MOST_BYTES, type TableRecord } from './read-records.ts';

/** What a record says of a product. Throws BAD_USER_INPUT with the field that is wrong, where it can be told. */
export function readLine(format: TableFormat, columns: readonly string[] | null, { bytes }: TableRecord): ProductLine {
  if (!bytes) throw badInput(`is longer than ${MOST_BYTES} bytes`);
  const text = textOf(bytes);
  const line = parseInput(productLine, format === 'CSV' ? fromCells(columns!, cellsOf(text)) : jsonOf(text));
  assertStorable(line);
  return line;
}

/** Text without the mark that some programs put before it. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw badInput('is no UTF-8');
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badInput('is no JSON');
  }
}
