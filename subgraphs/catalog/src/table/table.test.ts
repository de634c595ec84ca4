import { describe, expect, test } from '@jest/globals';
import { Money } from '@stoa/kit/money';
import type { Product } from '../product/product.entity.ts';
import { changesOf } from './changes-of.ts';
import { COLUMNS, cellsOf, columnsOf, csvRecord, fromCells, toCells } from './csv-line.ts';
import { lineOf } from './line-of.ts';
import { type ProductLine, productLine } from './product-line.ts';
import { readLine } from './read-line.ts';
import { MOST_BYTES, readRecords, type TableRecord } from './read-records.ts';

/** A table's bytes, as they come from a store: in pieces that end anywhere. */
async function* piecesOf(table: string | Buffer, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(table);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function recordsOf(table: string | Buffer, quoted: boolean, size = 5, from = { offset: 0, line: 1 }): Promise<TableRecord[]> {
  const records: TableRecord[] = [];
  for await (const record of readRecords(piecesOf(table, size), quoted, from)) records.push(record);
  return records;
}

describe('records', () => {
  const TABLE = '\ufeffsku,name\r\nA,"two\nlines, ""quoted"""\r\n\r\nB,last';

  test('end with their lines, which quotes hold together, and blank ones are none', async () => {
    for (const size of [1, 5, 1_000]) {
      const records = await recordsOf(TABLE, true, size);
      expect(records.map(({ bytes, line }) => [line, bytes!.toString()])).toEqual([
        [1, '\ufeffsku,name\r\n'],
        [2, 'A,"two\nlines, ""quoted"""\r\n'],
        [5, 'B,last'],
      ]);
      expect(records.at(-1)!.nextOffset).toBe(Buffer.byteLength(TABLE));
    }
    expect(await recordsOf(TABLE, false)).toHaveLength(4);
  });

  test('go on from wherever one ended', async () => {
    const whole = await recordsOf(TABLE, true);
    for (const [index, { nextOffset, nextLine }] of whole.entries()) {
      const rest = await recordsOf(Buffer.from(TABLE).subarray(nextOffset), true, 3, { offset: nextOffset, line: nextLine });
      expect(rest).toEqual(whole.slice(index + 1));
    }
  });

  test('that are too long are given up, and so is a quote that never ends, with what it swallowed', async () => {
    const long = await recordsOf(`A\n${'x'.repeat(MOST_BYTES + 1)}\nB\n`, false, 60_000);
    expect(long.map(({ bytes }) => bytes?.toString() ?? null)).toEqual(['A\n', null, 'B\n']);
    const open = await recordsOf(`"A\n${'x\n'.repeat(MOST_BYTES)}`, true, 60_000);
    expect(open[0]!.bytes).toBeNull();
    expect(open.length).toBeGreaterThan(1_000);
  });
});

describe('a line of CSV', () => {
  const line = (facts: Partial<ProductLine>): ProductLine => productLine.parse({ sku: 'A', ...facts });

  test.each<[string, Partial<ProductLine>]>([
    [
      'with all there is',
      { name: 'Lamp', price: { amountMinor: 4_000, currency: 'USD' }, prices: [{ amountMinor: 3_700, currency: 'EUR' }] },
    ],
    ['with commas, quotes and ends of lines', { name: 'A "lamp", red', description: 'One\nTwo\r\nThree' }],
    ['that a spreadsheet would take for a formula', { name: '=1+1', description: '@cmd' }],
    ['that is marked as text already', { name: "'=1+1", description: "''-x" }],
    ['that begins with a number below nothing', { name: '-5', description: '- a list' }],
    ['with variants', { variants: [{ sku: 'A', name: 'Red', options: [{ name: 'Colour', value: 'red, "dark"' }] }] }],
  ])('%s says what it was written of', (_what, facts) => {
    const written = csvRecord(toCells(line(facts)));
    expect(productLine.parse(fromCells(COLUMNS, cellsOf(written)))).toEqual(line(facts));
  });

  test('shows a spreadsheet no formula', () => {
    expect(toCells(line({ name: '=HYPERLINK("x")' }))[1]).toBe(`'=HYPERLINK("x")`);
  });

  test.each([
    ['sku,name,colour', 'no column'],
    ['name,price', 'no column "price"'],
    ['name', 'no column sku'],
    ['sku,sku', 'twice'],
  ])('under the columns %s is refused', (header, message) => {
    expect(() => columnsOf(header)).toThrow(message);
  });
});

test.each([
  ['{"sku":"A","name":', null],
  ['[]', null],
  ['{"sku":"A","colour":"red"}', null],
  ['{"sku":" "}', 'sku'],
  ['{"sku":"A","price":{"amountMinor":0,"currency":"USD"}}', 'price.amountMinor'],
  ['{"sku":"A","price":{"amountMinor":1.5,"currency":"USD"}}', 'price.amountMinor'],
  ['{"sku":"A","variants":[{"sku":"B","name":"B"}]}', 'variants'],
  ['{"sku":"A","variants":[{"sku":"A","name":"A"},{"sku":"A","name":"A"}]}', 'variants'],
  ['{"sku":"A","status":"SOLD"}', 'status'],
])('a line that says %s is refused', (text, field) => {
  const read = () => readLine('JSON_LINES', null, { bytes: Buffer.from(text), line: 1, nextOffset: 0, nextLine: 2 });
  expect(read).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', ...(field && { details: { field } }) }));
});

describe('what changes', () => {
  const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
  const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
  const product = {
    ...{ kind: 'PHYSICAL', name: 'Lamp', description: 'It shines.', status: 'ACTIVE' },
    ...{ price: Money.of(usd(4_000)), otherPrices: [eur(3_700)], attributes: [{ name: 'Metal', value: 'brass' }], images: [] },
  } as unknown as Product;
  const simple = [{ sku: 'A', name: 'Lamp', price: product.price, otherPrices: [eur(3_700)], options: [] }];
  const sizes = [
    { sku: 'S', name: 'Small', price: product.price, otherPrices: [eur(3_700)], options: [] },
    { sku: 'L', name: 'Large', price: Money.of(usd(6_000)), otherPrices: [], options: [{ name: 'Size', value: 'L' }] },
  ];
  const read = (facts: object): ProductLine => productLine.parse({ sku: 'A', ...facts });

  test('is nothing where a line says what is so already, or nothing at all', () => {
    for (const variants of [simple, sizes]) {
      const line = lineOf(product, variants, 'home');
      expect(changesOf(product, variants, 'home', productLine.parse(JSON.parse(JSON.stringify(line))))).toBeNull();
    }
    expect(changesOf(product, simple, 'home', read({}))).toBeNull();
  });

  test('is what differs, and no more', () => {
    expect(changesOf(product, simple, null, read({ name: 'Lamp', price: usd(4_100), prices: [eur(3_700)], categorySlug: 'home' }))).toEqual(
      {
        price: usd(4_100),
        categorySlug: 'home',
      },
    );
  });

  test('of variants is each that differs, with all of its prices', () => {
    const variants = [
      { sku: 'S', name: 'Small' },
      { sku: 'L', name: 'Large', price: usd(6_500), options: [{ name: 'Size', value: 'L' }] },
    ];
    expect(changesOf(product, sizes, null, read({ sku: 'S', variants }))).toEqual({
      variants: [{ sku: 'L', name: 'Large', price: usd(6_500), prices: [], options: [{ name: 'Size', value: 'L' }] }],
    });
  });

  test('is neither a kind nor which variants there are', () => {
    expect(() => changesOf(product, simple, null, read({ kind: 'DIGITAL' }))).toThrow('keeps its kind');
    const more = [...simple, { sku: 'B', name: 'Big' }].map(({ sku, name }) => ({ sku, name }));
    expect(() => changesOf(product, simple, null, read({ variants: more }))).toThrow('keeps the variants');
  });
});
