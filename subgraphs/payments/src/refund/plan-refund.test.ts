import { describe, expect, test } from '@jest/globals';
import { DomainError } from '@stoa/kit/errors';
import { chargeStep, isChargeable } from '@stoa/kit/money';
import type { PaidLine, PaidShipping, SellerShare } from '../payment/payment.entity.ts';
import { type Asked, planRefund, type RefundPlan } from './plan-refund.ts';
import { addParts } from './refundable.ts';

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
  planRefund({ currency: 'USD', lines, shipping: [], split, earlier }, { ...all, ...asked });
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
  expect(plan({})).toMatchObject({
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
  expect(plan(items(['lamp', 1]))).toMatchObject({
    amountMinor: 3_333,
    lines: [{ orderItemId: 'lamp', quantity: 1, amountMinor: 3_333 }],
    split: [share('anna', 3_333, { feeMinor: 333 })],
  });
});

test('the last pieces take what is left of their line', () => {
  const goodwill = plan({ amountMinor: 1_000, ...items(['lamp', 2]) });
  expect(goodwill.lines).toMatchObject([{ orderItemId: 'lamp', quantity: 0, amountMinor: 1_000 }]);
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

/** A line with what is whose of it, as orders freezes it. */
const priced = (paid: PaidLine, parts: { feeMinor: number; taxMinor: number; discountMinor: number }): PaidLine => {
  const { feeMinor, taxMinor, discountMinor } = parts;
  const grossMinor = paid.worthMinor - taxMinor + discountMinor;
  return { ...paid, parts: { grossMinor, feeMinor, taxMinor, shippingMinor: 0, discountMinor } };
};

const sending = (sellerId: string, worthMinor: number, taxMinor = 0, discountMinor = 0): PaidShipping => ({
  ...{ shippingId: `sending of ${sellerId}`, sellerId, name: 'Parcel', priceMinor: worthMinor, worthMinor },
  ...{ sellerDiscountMinor: 0, platformDiscountMinor: discountMinor, taxRatePpm: 0, taxIncluded: true },
  parts: { grossMinor: 0, feeMinor: 0, taxMinor, shippingMinor: worthMinor - taxMinor + discountMinor, discountMinor },
});

describe('with tax, discounts and shipping', () => {
  // The book is taxed at 7 %, the lamp at 19 %, and the platform gives 10 off the lamp.
  const taxed = [
    priced(line('book', 'anna', 1, 1_070), { feeMinor: 100, taxMinor: 70, discountMinor: 0 }),
    priced(line('lamp', 'anna', 2, 590), { feeMinor: 101, taxMinor: 190, discountMinor: 10 }),
  ];
  const shipping = [sending('anna', 476, 76)];
  const shares = [{ sellerId: 'anna', grossMinor: 2_000, feeMinor: 201, taxMinor: 336, shippingMinor: 400, discountMinor: 10 }];
  const planned = (asked: Partial<Asked>, ...earlier: RefundPlan[]): RefundPlan =>
    planRefund({ currency: 'USD', lines: taxed, shipping, split: shares, earlier }, { ...all, ...asked });

  test('a line in full gives its own tax, its own fee and its own discount back, whatever the other lines have', () => {
    expect(planned(items(['book', 1])).split).toEqual([
      { sellerId: 'anna', grossMinor: 1_000, feeMinor: 100, taxMinor: 70, shippingMinor: 0, discountMinor: 0 },
    ]);
    expect(planned(items(['lamp', 2])).split).toEqual([
      { sellerId: 'anna', grossMinor: 1_000, feeMinor: 101, taxMinor: 190, shippingMinor: 0, discountMinor: 10 },
    ]);
  });

  test('sending goes back where it is named, and with all that is left', () => {
    const lamps = planned(items(['lamp', 2]));
    expect(planned(items(['sending of anna', 1]), lamps).split).toEqual([
      { sellerId: 'anna', grossMinor: 0, feeMinor: 0, taxMinor: 76, shippingMinor: 400, discountMinor: 0 },
    ]);
    expect(planned({ sellerId: 'anna' }, lamps)).toMatchObject({ amountMinor: 1_070 + 476 });
  });

  test('sending that the platform has paid for goes back to the platform, with the lines that are not sent', () => {
    const free = [sending('anna', 0, 0, 500)];
    const split = [{ ...shares[0]!, taxMinor: 260, shippingMinor: 500, discountMinor: 510 }];
    const plan = planRefund({ currency: 'USD', lines: taxed, shipping: free, split, earlier: [] }, all);
    expect(plan).toMatchObject({ amountMinor: 2_250, split });
  });

  test('what the platform has paid for goes back by itself too, piece by piece, once, and costs the buyer nothing', () => {
    const gift = priced(line('gift', 'anna', 3, 0), { feeMinor: 100, taxMinor: 0, discountMinor: 1_000 });
    const free = [sending('anna', 0, 0, 500)];
    const share = { sellerId: 'anna', grossMinor: 1_000, feeMinor: 100, taxMinor: 0, shippingMinor: 500, discountMinor: 1_500 };
    const planned = (asked: Partial<Asked>, ...earlier: RefundPlan[]): RefundPlan =>
      planRefund({ currency: 'USD', lines: [gift], shipping: free, split: [share], earlier }, { ...all, ...asked });
    const sent = planned(items(['sending of anna', 1]));
    expect(sent).toMatchObject({ amountMinor: 0, split: [{ shippingMinor: 500, discountMinor: 500, grossMinor: 0 }] });
    const one = planned(items(['gift', 1]), sent);
    expect(one).toMatchObject({ amountMinor: 0, split: [{ grossMinor: 333, feeMinor: 33, discountMinor: 333 }] });
    const rest = planned({}, sent, one);
    expect(rest).toMatchObject({ amountMinor: 0, split: [{ grossMinor: 667, feeMinor: 67, discountMinor: 667 }] });
    expect(refusal(() => planned({}, sent, one, rest))?.code).toBe('NOT_REFUNDABLE');
  });

  test('the whole of what is left, as an amount, takes along what the platform has paid for', () => {
    const free = [sending('anna', 0, 0, 500)];
    const split = [{ ...shares[0]!, taxMinor: 260, shippingMinor: 500, discountMinor: 510 }];
    const planned = (amountMinor: number) =>
      planRefund({ currency: 'USD', lines: taxed, shipping: free, split, earlier: [] }, { ...all, amountMinor });
    expect(planned(2_250)).toMatchObject({ amountMinor: 2_250, split });
    expect(planned(2_249).split).toMatchObject([{ shippingMinor: 0 }]);
  });
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

/** A basket of one to three sellers, whose shares have parts of every kind, priced in steps. Of older payments only the shares are known. */
function someBasket(
  random: (below: number) => number,
  step: number,
): { lines: PaidLine[]; shipping: PaidShipping[]; split: SellerShare[] } {
  const sellers = ['anna', 'ben', 'cleo'].slice(0, 1 + random(3));
  const bought = Array.from({ length: 1 + random(5) }, (_, index) => {
    const paid = line(`item ${index}`, sellers[random(sellers.length)]!, 1 + random(4), (1 + random(9_999)) * step);
    return priced(paid, { feeMinor: random(paid.worthMinor), taxMinor: random(paid.worthMinor), discountMinor: random(50) });
  });
  const present = [...new Set(bought.map((one) => one.sellerId))];
  const shipping = present
    .filter(() => random(2) === 0)
    .map((sellerId) => sending(sellerId, (50 + random(500)) * step, random(50), random(50)));
  const shares = present.map((sellerId) => {
    const own = [...bought, ...shipping].filter((one) => one.sellerId === sellerId);
    return { sellerId, ...own.map(({ parts }) => parts!).reduce(addParts) };
  });
  const old = shipping.length === 0 && random(2) === 0;
  return { lines: old ? bought.map(({ parts: _, ...paid }) => paid) : bought, shipping, split: shares };
}

test.each([
  'USD',
  'KWD',
])('in %s, whatever is refunded in whatever order can be given back, and all of it is the payment and its shares', (currency) => {
  const step = chargeStep(currency);
  for (let seed = 1; seed <= 500; seed++) {
    const random = randomOf(seed);
    const basket = someBasket(random, step);
    const earlier: RefundPlan[] = [];
    const goneOf = (orderItemId: string): number =>
      sum(earlier.flatMap((refund) => refund.lines.filter((one) => one.orderItemId === orderItemId)).map((one) => one.amountMinor));
    const ask = (asked: Partial<Asked>): void => {
      const refused = refusal(() => earlier.push(planRefund({ currency, ...basket, earlier }, { ...all, ...asked })));
      if (refused) expect(['REFUND_TOO_LARGE', 'NOT_REFUNDABLE']).toContain(refused.code);
    };
    for (let turn = 0; turn < 6; turn++) {
      const some = basket.lines.filter(() => random(2) === 0).map(({ orderItemId }) => ({ orderItemId, quantity: 1 + random(3) }));
      ask({ amountMinor: random(2) === 0 ? (1 + random(5_000)) * step : null, items: some.length > 0 ? some : null });
      // One that its provider refuses is forgotten, and what was planned beside it stands.
      if (earlier.length > 1 && random(4) === 0) earlier.splice(random(earlier.length), 1);
    }
    const charges = [...basket.lines, ...basket.shipping.map((each) => ({ ...each, orderItemId: each.shippingId }))];
    if (charges.some((one) => goneOf(one.orderItemId) < one.worthMinor)) ask({});
    expect(earlier.filter((refund) => !isChargeable({ amountMinor: refund.amountMinor, currency }))).toEqual([]);
    expect({ seed, gone: charges.map((one) => goneOf(one.orderItemId)) }).toEqual({
      seed,
      gone: charges.map((one) => one.worthMinor),
    });
    for (const { sellerId, ...parts } of basket.split) {
      const reversed = earlier.flatMap((refund) => refund.split.filter((one) => one.sellerId === sellerId));
      for (const name of PARTS)
        expect({ seed, name, minor: sum(reversed.map((one) => one[name])) }).toEqual({ seed, name, minor: parts[name] });
    }
  }
});
