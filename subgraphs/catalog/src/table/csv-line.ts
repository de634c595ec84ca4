import { badInput } from '@stoa/kit/errors';
import type { ProductLine } from './product-line.ts';

/** The columns of a table of products as CSV. Lists stand in their cells as JSON. */
export const COLUMNS = [
  ...['sku', 'name', 'description', 'kind', 'status', 'categorySlug', 'priceMinor', 'currency'],
  ...['prices', 'attributes', 'imageFileIds', 'variants'],
] as const;

const LISTS: readonly string[] = ['prices', 'attributes', 'imageFileIds', 'variants'];

/** The cells of one record, of which quotes may hold commas, quotes and ends of lines. */
export function cellsOf(record: string): string[] {
  const cells: string[] = [];
  let rest = record.replace(/\r?\n?$/, '');
  for (;;) {
    const quoted = /^"([^"]*(?:""[^"]*)*)"(?=,|$)/.exec(rest);
    const cell = quoted?.[0] ?? /^[^,]*/.exec(rest)![0];
    if (!quoted && cell.includes('"')) throw badInput('a quote stands where none belongs');
    cells.push(quoted ? quoted[1]!.replaceAll('""', '"') : cell);
    if (cell.length === rest.length) return cells;
    rest = rest.slice(cell.length + 1);
  }
}

/** The names of the columns, which are in any order. */
export function columnsOf(header: string): string[] {
  const columns = cellsOf(header).map((cell) => cell.trim());
  const unknown = columns.find((column) => !(COLUMNS as readonly string[]).includes(column));
  if (unknown !== undefined)
    throw badInput(`there is no column ${JSON.stringify(unknown.slice(0, 50))}; columns are ${COLUMNS.join(', ')}`);
  if (new Set(columns).size < columns.length) throw badInput('a column stands there twice');
  if (!columns.includes('sku')) throw badInput('there is no column sku');
  return columns;
}

/** What a record says, as a line of JSON would. An empty cell says nothing. */
export function fromCells(columns: readonly string[], cells: readonly string[]): unknown {
  if (cells.length !== columns.length) throw badInput(`has ${cells.length} cells for ${columns.length} columns`);
  const said = columns.map((column, index) => [column, plain(cells[index]!)] as const).filter(([, text]) => text !== '');
  const { priceMinor, currency, ...line } = Object.fromEntries(said.map(([column, text]) => [column, readCell(column, text)]));
  const priced = priceMinor !== undefined || currency !== undefined;
  return priced ? { ...line, price: { amountMinor: priceMinor, currency } } : line;
}

function readCell(column: string, text: string): unknown {
  if (column === 'priceMinor') return /^\d{1,15}$/.test(text) ? Number(text) : text;
  if (!LISTS.includes(column)) return text;
  try {
    return JSON.parse(text);
  } catch {
    throw badInput(`${column}: is no JSON`, column);
  }
}

export function toCells(line: ProductLine): string[] {
  const { price, ...plainFacts } = line;
  const facts: Readonly<Record<string, unknown>> = { ...plainFacts, priceMinor: price?.amountMinor, currency: price?.currency };
  return COLUMNS.map((column) => {
    const value = facts[column];
    if (value === undefined || value === null) return '';
    return LISTS.includes(column) ? JSON.stringify(value) : guarded(String(value));
  });
}

/** One record, with its end of line. */
export const csvRecord = (cells: readonly string[]): string =>
  `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;

/** Spreadsheets take these for formulas, so an apostrophe marks them as text, and is taken off again when they are read. */
const FORMULA = /^'*\s*[=+\-@＝＋－＠]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

const guarded = (text: string): string => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);
const plain = (cell: string): string => (cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell);
