import { inflateSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { Money } from '@stoa/kit/money';
import type { DocumentLine, PaymentDocument } from './document.entity.ts';
import { printDocument } from './print-document.ts';

const line = (facts: Partial<DocumentLine> = {}): DocumentLine => {
  const amounts = { quantity: 2, amountMinor: 11_900, taxMinor: 1_900, taxRatePpm: 190_000, discountMinor: 0 };
  return { name: 'Brass lamp', sku: 'L-1', ...amounts, ...facts };
};

const documentOf = (lines: DocumentLine[], facts: Partial<PaymentDocument> = {}): PaymentDocument => ({
  ...{ id: 'x', kind: 'INVOICE', number: 'INV-2026-000001', reference: 'x', paymentId: 'x', buyerId: 'x', sellerId: 'x' },
  ...{
    cause: null,
    buyerName: null,
    buyerAddress: null,
    orderNumber: 'ST-7',
    sellerName: 'Φως & Σία',
    issuedAt: new Date('2026-11-21T10:00:00Z'),
    lines,
  },
  total: Money.of({ amountMinor: lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0), currency: 'EUR' }),
  ...facts,
});

/** The streams of a PDF, unpacked: the pages' instructions, and each font's table from its glyphs to letters. */
const streamsOf = (pdf: Buffer): string[] =>
  [...pdf.toString('latin1').matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, packed]) => {
    try {
      return inflateSync(Buffer.from(packed!, 'latin1')).toString('latin1');
    } catch {
      return '';
    }
  });

/** Every letter that some page shows. */
const lettersOf = (pdf: Buffer): Set<string> => {
  const tables = streamsOf(pdf).filter((stream) => stream.includes('beginbfrange') || stream.includes('beginbfchar'));
  const codes = tables.flatMap((table) =>
    [...table.matchAll(/<([0-9a-f]{4})>(?=[ \]\n])/gi)].map(([, code]) => String.fromCharCode(Number.parseInt(code!, 16))),
  );
  return new Set(codes);
};

const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\n/g)?.length ?? 0;

test('the same document is the same bytes, and another one is not', async () => {
  const [one, again, other] = await Promise.all(
    [line(), line(), line({ amountMinor: 1 })].map((each) => printDocument(documentOf([each]))),
  );
  expect(one!.subarray(0, 5).toString()).toBe('%PDF-');
  expect(again!.equals(one!)).toBe(true);
  expect(other!.equals(one!)).toBe(false);
});

test('names of other letters than Latin ones are shown', async () => {
  const letters = lettersOf(await printDocument(documentOf([line({ name: 'Лампа, Käse' })])));
  for (const letter of 'ΦωςΛЛампаä€'.replace('Λ', '')) expect([...letters]).toContain(letter);
});

test('whom it is for is on it, with the address that the order was sent to', async () => {
  const buyerAddress = { name: 'Xavier', line1: 'Quai 1', line2: null, city: 'Zürich', region: null, postalCode: '8001', country: 'CH' };
  const letters = lettersOf(await printDocument(documentOf([line()], { buyerName: 'Wanda 北', buyerAddress })));
  for (const letter of 'WXQZü') expect([...letters]).toContain(letter);
  expect([...letters]).not.toContain('北');
});

test('a long list goes on over as many pages as it needs', async () => {
  const lines = Array.from({ length: 120 }, (_, index) =>
    line({ name: `Thing ${index} with a name that takes more than one line of its column` }),
  );
  expect(pagesOf(await printDocument(documentOf([line()])))).toBe(1);
  expect(pagesOf(await printDocument(documentOf(lines)))).toBeGreaterThan(3);
});

test('receipts and credit notes print, too, and lines without a number of pieces', async () => {
  for (const kind of ['RECEIPT', 'CREDIT_NOTE'] as const) {
    const pdf = await printDocument(
      documentOf([line({ quantity: 0, sku: null, taxMinor: 0 })], { kind, sellerName: null, orderNumber: null }),
    );
    expect(pagesOf(pdf)).toBe(1);
  }
});
