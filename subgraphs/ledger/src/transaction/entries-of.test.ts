import { expect, test } from '@jest/globals';
import { captureEntries, refundEntries } from './entries-of.ts';

const share = (sellerId: string, grossMinor: number, feeMinor: number) => ({
  sellerId,
  grossMinor,
  feeMinor,
  taxMinor: 0,
  shippingMinor: 0,
  discountMinor: 0,
});
const golden = {
  provider: 'STRIPE' as const,
  amount: { amountMinor: 10_000, currency: 'USD' },
  split: [share('123', 8_000, 800), share('456', 2_000, 200)],
};

const total = (entries: { direction: string; amountMinor: number }[], direction: string): number =>
  entries.filter((entry) => entry.direction === direction).reduce((sum, entry) => sum + entry.amountMinor, 0);

test('the golden case: 10,000 = 8,000 (7,200 + 800) + 2,000 (1,800 + 200)', () => {
  const entries = captureEntries(golden);
  expect(entries).toEqual([
    { code: 'BUYER_EXTERNAL', direction: 'DEBIT', amountMinor: 10_000 },
    { code: 'STRIPE_CLEARING', direction: 'CREDIT', amountMinor: 10_000 },
    { code: 'STRIPE_CLEARING', direction: 'DEBIT', amountMinor: 8_000 },
    { code: 'SELLER_PAYABLE_123', direction: 'CREDIT', amountMinor: 7_200 },
    { code: 'PLATFORM_REVENUE', direction: 'CREDIT', amountMinor: 800 },
    { code: 'STRIPE_CLEARING', direction: 'DEBIT', amountMinor: 2_000 },
    { code: 'SELLER_PAYABLE_456', direction: 'CREDIT', amountMinor: 1_800 },
    { code: 'PLATFORM_REVENUE', direction: 'CREDIT', amountMinor: 200 },
  ]);
  expect(total(entries, 'DEBIT')).toBe(20_000);
  expect(total(entries, 'CREDIT')).toBe(20_000);
});

test('tax, shipping and a platform coupon still balance', () => {
  const split = [{ ...share('a', 5_000, 500), taxMinor: 400, shippingMinor: 700, discountMinor: 1_000 }];
  const entries = captureEntries({ provider: 'RAZORPAY', amount: { amountMinor: 5_100, currency: 'EUR' }, split });
  expect(total(entries, 'DEBIT')).toBe(total(entries, 'CREDIT'));
});

test('where more of the fee than of the rest is reversed, the seller gets the difference, and no amount is negative', () => {
  const split = [{ ...share('a', 4, 6), taxMinor: 1 }];
  const entries = refundEntries({ provider: 'STRIPE', amount: { amountMinor: 5, currency: 'USD' }, split });
  expect(entries.every(({ amountMinor }) => amountMinor > 0)).toBe(true);
  expect(total(entries, 'DEBIT')).toBe(total(entries, 'CREDIT'));
  expect(entries).toContainEqual({ code: 'SELLER_PAYABLE_a', direction: 'CREDIT', amountMinor: 2 });
});

test('a refund undoes its capture account by account', () => {
  const sums = new Map<string, number>();
  for (const { code, direction, amountMinor } of [...captureEntries(golden), ...refundEntries(golden)])
    sums.set(code, (sums.get(code) ?? 0) + (direction === 'CREDIT' ? amountMinor : -amountMinor));
  expect([...sums.values()].every((sum) => sum === 0)).toBe(true);
});
