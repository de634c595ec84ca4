import { expect, test } from '@jest/globals';
import { compare, keyOf, type Movement, type Posted, turnoverOf } from './compare.ts';

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const there = (facts: Partial<Movement> = {}): Movement => ({
  kind: 'CAPTURE',
  reference: 'ch_1',
  ours: 'p1',
  amount: usd(1_000),
  fee: null,
  ...facts,
});
const here = (facts: Partial<Posted> = {}): Posted => ({
  kind: 'CAPTURE',
  reference: 'p1',
  provider: 'STRIPE',
  amount: usd(1_000),
  ...facts,
});
const books = (...posted: Posted[]) => new Map(posted.map((each) => [keyOf(each.kind, each.reference), each]));
const kinds = (movements: Movement[], posted: Posted[], unlisted: Posted[] = []) =>
  compare('STRIPE', movements, books(...posted), unlisted).map(({ kind, what }) => `${kind} ${what}`);

test('what both have is no difference', () => {
  expect(kinds([there(), there({ kind: 'REFUND', ours: 'r1' })], [here(), here({ kind: 'REFUND', reference: 'r1' })])).toEqual([]);
});

test.each([
  ['a capture of which the books know nothing', [there()], [], ['MISSING_HERE CAPTURE']],
  ['a refund that somebody made at the provider', [there({ kind: 'REFUND', ours: null })], [here()], ['MISSING_HERE REFUND']],
  ["what is in another provider's books", [there()], [here({ provider: 'RAZORPAY' })], ['MISSING_HERE CAPTURE']],
  ['another amount', [there({ amount: usd(999) })], [here()], ['AMOUNT_DIFFERS CAPTURE']],
  ['another currency', [there({ amount: { amountMinor: 1_000, currency: 'EUR' } })], [here()], ['CURRENCY_DIFFERS CAPTURE']],
  ['what was taken twice', [there(), there({ reference: 'ch_2' })], [here()], ['MISSING_HERE CAPTURE']],
  ['a refund under a payment’s id', [there({ kind: 'REFUND' })], [here()], ['MISSING_HERE REFUND']],
])('%s is found', (_what, movements, posted, expected) => {
  expect(kinds(movements, posted)).toEqual(expected);
});

test('what no journal has is missing there', () => {
  expect(kinds([], [here()], [here()])).toEqual(['MISSING_THERE CAPTURE']);
});

test('turnover is added up by currency and side, fees in their own', () => {
  const fee = { amountMinor: 30, currency: 'INR' };
  const sums = turnoverOf(
    [there({ fee }), there({ kind: 'REFUND', amount: usd(300) })],
    [here(), here({ kind: 'REFUND', amount: usd(200) })],
  );
  const nothing = { capturedMinor: 0, capturedAtProviderMinor: 0, refundedMinor: 0, refundedAtProviderMinor: 0, feesMinor: 0 };
  expect(sums).toEqual(
    new Map([
      ['USD', { capturedMinor: 1_000, capturedAtProviderMinor: 1_000, refundedMinor: 200, refundedAtProviderMinor: 300, feesMinor: 0 }],
      ['INR', { ...nothing, feesMinor: 30 }],
    ]),
  );
});
