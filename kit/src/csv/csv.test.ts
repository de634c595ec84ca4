import { expect, test } from '@jest/globals';
import { csvOf } from './index.ts';

const cell = (text: string): string => csvOf([[text]]).slice(0, -2);

test('rows end as RFC 4180 says, and cells with commas, quotes and line breaks are quoted', () => {
  expect(csvOf([['a', 'b, c'], ['say "x"', 'two\nlines'], ['']])).toBe('a,"b, c"\r\n"say ""x""","two\nlines"\r\n\r\n');
});

test.each(['=1+1', '+1', '-1+1', '@SUM(A1)', '\t=1', ' =1', '＝1', '-', '\r=1'])('%j is text and no formula', (text) => {
  expect(cell(text).replace(/^"/, '').startsWith("'")).toBe(true);
});

test.each(['-9.00', '0', '12345678901.23', 'ST-7K3M', '2026-01-01T00:00:00.000Z', 'a=b'])('%j stays as it is', (text) => {
  expect(cell(text)).toBe(text);
});
