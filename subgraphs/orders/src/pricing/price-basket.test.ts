import { describe, expect, test } from '@jest/globals';
import { chargeStep } from '@stoa/kit/money';
import type { CouponTerms } from './apply-coupons.ts';
import type { Basket, BasketLine } from './basket.ts';
import { type PricedBasket, priceBasket, type Rates } from './price-basket.ts';
import { total } from './proportion.ts';
import type { ShippingOffer } from './ship-basket.ts';
import type { TaxRule } from './tax-of.ts';

type Line = BasketLine & { readonly id: string };

const line = (id: string, sellerId: string, quantity: number, amountMinor: number, more: Partial<Line> = {}): Line => {
  return { id, sellerId, quantity, unitPrice: { amountMinor }, kind: 'PHYSICAL', categoryIds: [], ...more };
};
const GERMANY = { country: 'DE', region: null };
const NOTHING_SET: Rates = { commission: [], taxes: [], offers: [], coupons: [] };

function price(lines: readonly Line[], rates: Partial<Rates> = {}, more: Partial<Basket<Line>> = {}): PricedBasket<Line> {
  const basket = { currency: 'USD', destination: GERMANY, lines, shippingMethods: [], couponCodes: [], ...more };
  return priceBasket(basket, { ...NOTHING_SET, ...rates });
}

const taxOf = (ratePpm: number, more: Partial<TaxRule> = {}): TaxRule => {
  return { country: 'DE', region: null, categoryId: null, ratePpm, included: false, ...more };
};
const offer = (methodId: string, sellerId: string, baseMinor: number, more: Partial<ShippingOffer> = {}): ShippingOffer => ({
  ...{ methodId, sellerId, baseMinor, name: methodId, destinations: ['DE'], currency: 'USD', perItemMinor: 0, freeFromMinor: null },
  ...more,
});
const coupon = (code: string, terms: Partial<CouponTerms>): CouponTerms => ({
  ...{ couponId: code, code, sellerId: null, kind: 'PERCENTAGE', percent: 10, amountMinor: null, currency: null, minimumMinor: null },
  ...{ started: true, ended: false, usedUp: false, ...terms },
});

test('the golden case: 10,000 of two sellers are 7,200 + 800 and 1,800 + 200, as long as nobody has set anything', () => {
  const priced = price([line('lamp', 'a', 2, 4_000), line('book', 'b', 1, 2_000)]);
  expect(priced).toMatchObject({ subtotalMinor: 10_000, discountMinor: 0, shippingMinor: 0, taxMinor: 0, totalMinor: 10_000 });
  expect(priced.split).toEqual([
    { sellerId: 'a', grossMinor: 8_000, feeMinor: 800, taxMinor: 0, shippingMinor: 0, discountMinor: 0 },
    { sellerId: 'b', grossMinor: 2_000, feeMinor: 200, taxMinor: 0, shippingMinor: 0, discountMinor: 0 },
  ]);
});

describe('commission', () => {
  test('is rounded half up once for each seller and rate, not once for each line', () => {
    expect(price([line('1', 'a', 1, 5), line('2', 'a', 1, 5), line('3', 'a', 1, 4)]).split[0]!.feeMinor).toBe(1);
    expect(price([line('1', 'a', 3, 5)]).split[0]!.feeMinor).toBe(2);
  });

  const books = { categoryIds: ['novels', 'books'] };
  const rule = (sellerId: string | null, categoryId: string | null, basisPoints: number) => ({ sellerId, categoryId, basisPoints });

  test.each([
    ['ten per cent where nothing is set', [], 1_000],
    ['the one for all', [rule(null, null, 900)], 900],
    ['a category before the one for all', [rule(null, null, 900), rule(null, 'books', 800)], 800],
    ['the nearest category', [rule(null, 'books', 800), rule(null, 'novels', 700)], 700],
    ['the seller before any category', [rule(null, 'novels', 700), rule('a', null, 600)], 600],
    ['the seller in a category before all', [rule('a', null, 600), rule('a', 'books', 500), rule(null, 'novels', 1)], 500],
    ['nothing of other sellers and categories', [rule('b', null, 1), rule(null, 'shoes', 2), rule('b', 'novels', 3)], 1_000],
  ])('%s', (_what, commission, basisPoints) => {
    expect(price([line('1', 'a', 1, 10_000, books)], { commission }).lines[0]).toMatchObject({ feeBasisPoints: basisPoints });
  });

  test('each line has its part of the fee, and they add up', () => {
    const { lines, split } = price([line('1', 'a', 1, 333), line('2', 'a', 1, 333), line('3', 'a', 1, 339, books)], {
      commission: [rule(null, 'books', 500)],
    });
    expect(lines.map(({ feeMinor }) => feeMinor)).toEqual([33, 34, 17]);
    expect(split[0]!.feeMinor).toBe(84);
  });
});

describe('tax', () => {
  test('on top: the buyer pays it, the seller and the fee are as without it', () => {
    const priced = price([line('lamp', 'a', 1, 1_000)], { taxes: [taxOf(190_000)] });
    expect(priced).toMatchObject({ totalMinor: 1_190, taxMinor: 190, split: [{ grossMinor: 1_000, feeMinor: 100, taxMinor: 190 }] });
  });

  test('included: the buyer pays the price, and the seller gets it less the tax', () => {
    const priced = price([line('lamp', 'a', 1, 1_190)], { taxes: [taxOf(190_000, { included: true })] });
    expect(priced).toMatchObject({ totalMinor: 1_190, taxMinor: 190, split: [{ grossMinor: 1_000, feeMinor: 100, taxMinor: 190 }] });
  });

  test('is rounded half up line by line', () => {
    const { lines } = price([line('1', 'a', 1, 5), line('2', 'a', 1, 5), line('3', 'a', 1, 4)], { taxes: [taxOf(100_000)] });
    expect(lines.map(({ taxMinor }) => taxMinor)).toEqual([1, 1, 0]);
  });

  test('goes by the region before the country, and by the nearest category within each', () => {
    const taxes = [taxOf(190_000), taxOf(70_000, { categoryId: 'books' }), taxOf(50_000, { region: 'BY' })];
    const rate = (region: string | null, categoryIds: string[]) =>
      price([line('1', 'a', 1, 100, { categoryIds })], { taxes }, { destination: { country: 'DE', region } }).lines[0]!.taxRatePpm;
    expect([rate(null, []), rate(null, ['novels', 'books']), rate('by', ['books']), rate('HH', [])]).toEqual([
      190_000, 70_000, 50_000, 190_000,
    ]);
    expect(price([line('1', 'a', 1, 100)], { taxes }, { destination: { country: 'FR' } }).taxMinor).toBe(0);
  });

  test('is owed on what is sent and on the sending of it, less what the seller gives and not less what the platform gives', () => {
    const rates = {
      taxes: [taxOf(100_000)],
      offers: [offer('parcel', 'a', 500)],
      coupons: [coupon('SHOP', { sellerId: 'a' }), coupon('STOA', {})],
    };
    const priced = price([line('1', 'a', 1, 1_000)], rates, { couponCodes: ['STOA', 'SHOP'] });
    expect(priced.lines[0]).toMatchObject({ sellerDiscountMinor: 100, platformDiscountMinor: 90, taxMinor: 90, totalMinor: 900 });
    expect(priced.shipping[0]).toMatchObject({ priceMinor: 500, taxMinor: 50, totalMinor: 550 });
    expect(priced.split).toEqual([{ sellerId: 'a', grossMinor: 900, feeMinor: 90, taxMinor: 140, shippingMinor: 500, discountMinor: 90 }]);
  });
});

describe('shipping', () => {
  const basket = [line('lamp', 'a', 2, 1_000), line('song', 'a', 1, 500, { kind: 'DIGITAL' }), line('book', 'b', 1, 700)];

  test('the cheapest that reaches there is taken where none is chosen, for physical goods, of sellers who have set any', () => {
    const offers = [
      offer('express', 'a', 900),
      offer('letter', 'a', 300, { perItemMinor: 50 }),
      offer('far', 'a', 1, { destinations: ['US'] }),
    ];
    const priced = price(basket, { offers });
    expect(priced.shipping).toMatchObject([{ sellerId: 'a', methodId: 'letter', priceMinor: 350 }]);
    expect(priced.options).toMatchObject([
      { methods: [{ methodId: 'letter' }, { methodId: 'express' }] },
      { available: true, chosenId: null },
    ]);
    expect(priced.totalMinor).toBe(3_200 + 350);
    expect(price([basket[1]!], { offers }).shipping).toEqual([]);
  });

  test('what was chosen is taken; what cannot be had is told', () => {
    const offers = [offer('express', 'a', 900), offer('letter', 'a', 300)];
    const choose = (methodId: string) => price(basket, { offers }, { shippingMethods: [{ sellerId: 'a', methodId }] });
    expect(choose('express').shippingMinor).toBe(900);
    expect(choose('pigeon').options[0]).toMatchObject({ misfit: true, chosenId: null });
  });

  test('a seller whose methods do not reach there, or are in another currency, cannot send', () => {
    const there = (offers: ShippingOffer[]) => price(basket, { offers }).options[0]!.available;
    expect(there([offer('far', 'a', 1, { destinations: ['US', 'US-CA'] })])).toBe(false);
    expect(there([offer('letter', 'a', 1, { currency: 'EUR' })])).toBe(false);
    expect(there([offer('everywhere', 'a', 1, { destinations: [] })])).toBe(true);
  });

  test('regions are reached by their own code', () => {
    const offers = [offer('local', 'a', 1, { destinations: ['US-CA'] })];
    const there = (region: string) => price(basket, { offers }, { destination: { country: 'US', region } }).options[0]!.available;
    expect([there('ca'), there('NY')]).toEqual([true, false]);
  });

  test('costs nothing from the value on that its seller has set, by their own goods', () => {
    const costs = (freeFromMinor: number) => price(basket, { offers: [offer('letter', 'a', 300, { freeFromMinor })] }).shippingMinor;
    expect([costs(2_000), costs(2_001)]).toEqual([0, 300]);
  });
});

describe('coupons', () => {
  const basket = [line('lamp', 'a', 1, 3_000), line('vase', 'a', 1, 1_000), line('book', 'b', 1, 1_000)];
  const with_ = (couponCodes: string[], ...coupons: CouponTerms[]) =>
    price(basket, { coupons, offers: [offer('parcel', 'a', 400), offer('letter', 'b', 200)] }, { couponCodes });

  test("a seller's lowers what they get and the fee; the platform's lowers neither", () => {
    const own = with_(['SHOP'], coupon('SHOP', { sellerId: 'a', percent: 50 }));
    expect(own.split[0]).toMatchObject({ grossMinor: 2_000, feeMinor: 200, discountMinor: 0 });
    const ours = with_(['STOA'], coupon('STOA', { percent: 50 }));
    expect(ours.split).toMatchObject([
      { grossMinor: 4_000, feeMinor: 400, discountMinor: 2_000 },
      { grossMinor: 1_000, feeMinor: 100, discountMinor: 500 },
    ]);
    expect([own.totalMinor, ours.totalMinor]).toEqual([3_600, 3_100]);
  });

  test('an amount is spread over the lines by their worth, and never takes the last of one', () => {
    const taken = (amountMinor: number) =>
      with_(['OFF'], coupon('OFF', { kind: 'AMOUNT', amountMinor, currency: 'USD' })).lines.map((one) => one.platformDiscountMinor);
    expect(taken(500)).toEqual([300, 100, 100]);
    expect(taken(1_000_000)).toEqual([2_999, 999, 999]);
  });

  test('free shipping is of its owner: one seller, or everybody', () => {
    const own = with_(['SHOP'], coupon('SHOP', { kind: 'FREE_SHIPPING', sellerId: 'a', percent: null }));
    expect(own.shipping).toMatchObject([{ totalMinor: 0, sellerDiscountMinor: 400 }, { totalMinor: 200 }]);
    expect(own.split[0]).toMatchObject({ shippingMinor: 0, discountMinor: 0 });
    const ours = with_(['STOA'], coupon('STOA', { kind: 'FREE_SHIPPING', percent: null }));
    expect(ours.split).toMatchObject([
      { shippingMinor: 400, discountMinor: 400 },
      { shippingMinor: 200, discountMinor: 200 },
    ]);
  });

  test("one of the platform and one of each seller go together, the sellers' first, in whatever order they are named", () => {
    const coupons = [coupon('A', { sellerId: 'a' }), coupon('B', { sellerId: 'b', percent: 20 }), coupon('STOA', { percent: 50 })];
    for (const codes of [
      ['STOA', 'A', 'B'],
      ['B', 'STOA', 'A'],
    ])
      expect(with_(codes, ...coupons)).toMatchObject({ subtotalMinor: 5_000, discountMinor: 600 + 2_200 });
    const twice = with_(['A', 'AA'], ...coupons, coupon('AA', { sellerId: 'a', percent: 90 }));
    expect(twice.coupons).toMatchObject([
      { code: 'A', problem: null },
      { code: 'AA', problem: 'NOT_STACKABLE', discountMinor: 0 },
    ]);
  });

  test.each([
    ['UNKNOWN', {}, 'NONE'],
    ['NOT_STARTED', { started: false }, 'C'],
    ['ENDED', { ended: true }, 'C'],
    ['USED_UP', { usedUp: true }, 'C'],
    ['MINIMUM_NOT_REACHED', { minimumMinor: 5_001, currency: 'USD' }, 'C'],
    ['NOT_APPLICABLE', { sellerId: 'c' }, 'C'],
    ['NOT_APPLICABLE', { minimumMinor: 1, currency: 'EUR' }, 'C'],
  ] as const)('%s takes nothing off', (problem, terms, code) => {
    const priced = with_([code], coupon('C', terms));
    expect(priced.coupons).toMatchObject([{ code, problem, discountMinor: 0 }]);
    expect(priced.discountMinor).toBe(0);
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

function somePrice(random: (below: number) => number, currency: string): PricedBasket<Line> {
  const maybe = <T>(value: T): T[] => (random(2) === 0 ? [value] : []);
  const sellers = ['a', 'b', 'c'];
  const kinds = ['PHYSICAL', 'PHYSICAL', 'DIGITAL'] as const;
  const lines = Array.from({ length: 1 + random(6) }, (_, index) =>
    line(`${index}`, sellers[random(3)]!, 1 + random(9), (1 + random(random(2) === 0 ? 10 : 99_999)) * chargeStep(currency), {
      kind: kinds[random(3)]!,
      categoryIds: maybe('books'),
    }),
  );
  const taxed = { included: random(2) === 0 };
  const coupons = [null, ...sellers].flatMap((sellerId, index) =>
    maybe(
      coupon(`C${index}`, {
        ...{ sellerId, kind: (['PERCENTAGE', 'AMOUNT', 'FREE_SHIPPING'] as const)[random(3)]! },
        ...{ percent: 1 + random(100), amountMinor: 1 + random(50_000), currency },
      }),
    ),
  );
  const rates: Rates = {
    commission: [
      ...maybe({ sellerId: null, categoryId: 'books', basisPoints: random(10_001) }),
      { sellerId: 'a', categoryId: null, basisPoints: random(3_000) },
    ],
    taxes: [
      ...maybe(taxOf(random(300_000), taxed)),
      ...maybe(taxOf(random(1_000_001), { categoryId: 'books', included: !taxed.included })),
    ],
    offers: sellers.flatMap((sellerId) =>
      maybe(
        offer(`to ${sellerId}`, sellerId, random(2_000), {
          currency,
          perItemMinor: random(100),
          freeFromMinor: maybe(random(99_999))[0] ?? null,
        }),
      ),
    ),
    coupons,
  };
  return price(lines, rates, { currency, couponCodes: coupons.map(({ code }) => code) });
}

test.each([
  'USD',
  'JPY',
  'KWD',
])('in %s, whatever is set, all can be charged, shares and parts add up to the total, the fee is what its rate says, and nothing is negative', (currency) => {
  for (let seed = 1; seed <= 1_000; seed++) {
    const priced = somePrice(randomOf(seed), currency);
    const charges = [...priced.lines, ...priced.shipping];
    const paid = (part: Omit<PricedBasket<Line>['split'][number], 'sellerId'>): number =>
      part.grossMinor + part.taxMinor + part.shippingMinor - part.discountMinor;
    const wrong = [
      total(charges.map(({ totalMinor }) => totalMinor)) === priced.totalMinor,
      total(priced.split.map(paid)) === priced.totalMinor,
      charges.every((charge) => paid(charge.parts) === charge.totalMinor),
      total(charges.map(({ taxMinor }) => taxMinor)) === priced.taxMinor,
      total(priced.coupons.map(({ discountMinor }) => discountMinor)) === priced.discountMinor,
      total(priced.split.map(({ feeMinor }) => feeMinor)) === total(priced.lines.map(({ feeMinor }) => feeMinor)),
      priced.split.every((share) => Object.values(share).every((part) => typeof part === 'string' || part >= 0)),
      priced.split.every((share) => share.feeMinor <= share.grossMinor),
      charges.every(({ parts }) => Object.values(parts).every((part) => part >= 0) && parts.feeMinor <= parts.grossMinor),
      charges.every(({ totalMinor }) => totalMinor % chargeStep(currency) === 0),
      priced.lines.every(({ totalMinor }) => totalMinor >= 1) && priced.shipping.every(({ totalMinor }) => totalMinor >= 0),
    ].flatMap((holds, index) => (holds ? [] : [index]));
    expect({ seed, wrong }).toEqual({ seed, wrong: [] });
  }
});
