import { expect, test } from '@jest/globals';
import { DomainError } from '@stoa/kit/errors';
import type { PaidLine, SellerShare } from '../payment/payment.entity.ts';
import { type Asked, planRefund, type RefundPlan } from './plan-refund.ts';

const line = (orderItemId: string, sellerId: string, quantity: number, unitMinor: number): PaidLine => ({
  ...{ orderItemId, sellerId, quantity, worthMinor: quantity * unitMinor },
  ...{ variantId: `variant of ${orderItemId}`, productId: `product of ${orderItemId}`, kind: 'PHYSICAL' },
});
const share = (sellerId: string, grossMinor: number, rest: Partial<SellerShare> = {}): SellerShare => {
  return { sellerId, grossMinor, feeMinor: Math.round(grossMinor / 10), taxMinor: 0, shippingMinor: 0, discountMinor: 0, ...rest };
};

/** Two lamps and a vase of one seller, a book of another. */
const lines = [line('lamp', 'anna', 2, 3_333), line('vase', 'anna', 1, 1_334), line('book', 'ben', 1, 2_000)];
const split = [share('anna', 8_000), share('ben', 2_000)];
const all: Asked = { amountMinor: null, items: null, sellerId: null };

const plan = (asked: Partial<Asked>, ...earlier: RefundPlan[]): RefundPlan =>
  planRefund({ currency: 'USD', lines, split, earlier }, { ...all, ...asked });
const items = (...wanted: [string, number][]) => ({ items: wanted.map(([orderItemId, quantity]) => ({ orderItemId, quantity })) });

function refusal(ask: () => unknown): { code: string; details: unknown } | null {
  try {
    ask();
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, details: error.details };
  }
}

test('nothing named is all of it, and reverses the shares as they were', () => {
  expect(plan({})).toEqual({
    amountMinor: 10_000,
    lines: [
      { orderItemId: 'lamp', quantity: 2, amountMinor: 6_666 },
      { orderItemId: 'vase', quantity: 1, amountMinor: 1_334 },
      { orderItemId: 'book', quantity: 1, amountMinor: 2_000 },
    ],
    split,
  });
});

test('items are worth what was paid for them, on their own sellers, with the fee in proportion', () => {
  expect(plan(items(['lamp', 1]))).toEqual({
    amountMinor: 3_333,
    lines: [{ orderItemId: 'lamp', quantity: 1, amountMinor: 3_333 }],
    split: [share('anna', 3_333, { feeMinor: 333 })],
  });
});

test('the last pieces take what is left of their line', () => {
  const goodwill = plan({ amountMinor: 1_000, ...items(['lamp', 2]) });
  expect(goodwill.lines).toEqual([{ orderItemId: 'lamp', quantity: 0, amountMinor: 1_000 }]);
  expect(plan(items(['lamp', 2]), goodwill).amountMinor).toBe(5_666);
  expect(plan(items(['lamp', 1]), goodwill).amountMinor).toBe(3_333);
});

test('an amount is spread over all lines by what is left of them, to the cent', () => {
  const { amountMinor, lines: spread, split: shares } = plan({ amountMinor: 1_001 });
  expect(amountMinor).toBe(1_001);
  expect(spread.map((one) => one.amountMinor)).toEqual([667, 133, 201]);
  expect(shares).toEqual([share('anna', 800), share('ben', 201, { feeMinor: 20 })]);
});

test('a seller gives back their own lines only', () => {
  expect(plan({ sellerId: 'ben' })).toMatchObject({ amountMinor: 2_000, split: [{ sellerId: 'ben' }] });
  expect(refusal(() => plan({ sellerId: 'ben', ...items(['lamp', 1]) }))).toMatchObject({ code: 'NOT_FOUND' });
});

test.each([
  ['more than all of it', { amountMinor: 10_001 }, 'REFUND_TOO_LARGE', 10_000],
  ['more than these items are worth', { amountMinor: 1_335, ...items(['vase', 1]) }, 'REFUND_TOO_LARGE', 1_334],
  ['more pieces than were bought', items(['lamp', 3]), 'REFUND_TOO_LARGE', 6_666],
])('%s is refused with what is left', (_what, asked, code, left) => {
  expect(refusal(() => plan(asked))).toEqual({ code, details: { left: { amountMinor: left, currency: 'USD' } } });
});

test('what has gone back does not go back again', () => {
  const book = plan(items(['book', 1]));
  expect(refusal(() => plan(items(['book', 1]), book))).toMatchObject({ code: 'REFUND_TOO_LARGE' });
  expect(refusal(() => plan({ sellerId: 'ben' }, book))).toMatchObject({ code: 'NOT_REFUNDABLE' });
  expect(plan({}, book).amountMinor).toBe(8_000);
});

test('an item that was not bought is not found', () => {
  expect(refusal(() => plan(items(['sofa', 1])))).toMatchObject({ code: 'NOT_FOUND' });
});

/** The same numbers for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const PARTS = ['grossMinor', 'feeMinor', 'taxMinor', 'shippingMinor', 'discountMinor'] as const;
const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/** A basket of one to three sellers, whose shares have parts of every kind. */
function someBasket(random: (below: number) => number): { lines: PaidLine[]; split: SellerShare[] } {
  const sellers = ['anna', 'ben', 'cleo'].slice(0, 1 + random(3));
  const bought = Array.from({ length: 1 + random(5) }, (_, index) =>
    line(`item ${index}`, sellers[random(sellers.length)]!, 1 + random(4), 1 + random(9_999)),
  );
  const shares = [...new Set(bought.map((one) => one.sellerId))].map((sellerId) => {
    const paid = sum(bought.filter((one) => one.sellerId === sellerId).map((one) => one.worthMinor));
    const [feeMinor, taxMinor, shippingMinor, discountMinor] = [random(paid), random(paid), random(50), random(50)];
    return { sellerId, grossMinor: paid - taxMinor - shippingMinor + discountMinor, feeMinor, taxMinor, shippingMinor, discountMinor };
  });
  return { lines: bought, split: shares };
}

test('whatever is refunded in whatever order, all of it adds up to the payment and its shares', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const random = randomOf(seed);
    const basket = someBasket(random);
    const earlier: RefundPlan[] = [];
    const goneOf = (orderItemId: string): number =>
      sum(earlier.flatMap((refund) => refund.lines.filter((one) => one.orderItemId === orderItemId)).map((one) => one.amountMinor));
    const ask = (asked: Partial<Asked>): void => {
      const refused = refusal(() => earlier.push(planRefund({ currency: 'USD', ...basket, earlier }, { ...all, ...asked })));
      if (refused) expect(['REFUND_TOO_LARGE', 'NOT_REFUNDABLE']).toContain(refused.code);
    };
    for (let turn = 0; turn < 6; turn++) {
      const some = basket.lines.filter(() => random(2) === 0).map(({ orderItemId }) => ({ orderItemId, quantity: 1 + random(3) }));
      ask({ amountMinor: random(2) === 0 ? 1 + random(5_000) : null, items: some.length > 0 ? some : null });
      // One that its provider refuses is forgotten, and what was planned beside it stands.
      if (earlier.length > 1 && random(4) === 0) earlier.splice(random(earlier.length), 1);
    }
    if (basket.lines.some((one) => goneOf(one.orderItemId) < one.worthMinor)) ask({});
    expect({ seed, gone: basket.lines.map((one) => goneOf(one.orderItemId)) }).toEqual({
      seed,
      gone: basket.lines.map((one) => one.worthMinor),
    });
    for (const { sellerId, ...parts } of basket.split) {
      const reversed = earlier.flatMap((refund) => refund.split.filter((one) => one.sellerId === sellerId));
      for (const name of PARTS)
        expect({ seed, name, minor: sum(reversed.map((one) => one[name])) }).toEqual({ seed, name, minor: parts[name] });
    }
  }
});
