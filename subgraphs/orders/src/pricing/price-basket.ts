import { basisPoints, chargeStep } from '@stoa/kit/money';
import type { sellerShare } from '@stoa/schema/events/payments';
import type { z } from 'zod';
import { type AppliedCoupon, applyCoupons, type CouponTerms } from './apply-coupons.ts';
import type { Basket, BasketLine, Charge } from './basket.ts';
import { type CommissionRule, commissionOf } from './commission-of.ts';
import { apportion, total } from './proportion.ts';
import { type SellerShipping, type ShippingOffer, shipBasket } from './ship-basket.ts';
import { NO_TAX, type Tax, type TaxRule, taxOn, taxRuleFor } from './tax-of.ts';

export type SellerShare = z.output<typeof sellerShare>;

/** All that sellers and administrators have set, as far as a basket is concerned. */
export interface Rates {
  readonly commission: readonly CommissionRule[];
  readonly taxes: readonly TaxRule[];
  readonly offers: readonly ShippingOffer[];
  readonly coupons: readonly CouponTerms[];
}

/** A charge less its discounts. Tax is owed on the price less the seller's own; what the platform gives is paid to the seller for the buyer. */
interface DiscountedCharge extends Charge {
  readonly sellerDiscountMinor: number;
  readonly platformDiscountMinor: number;
  readonly taxableMinor: number;
}

/** How a price came about. */
export interface Price extends Tax {
  readonly sellerDiscountMinor: number;
  readonly platformDiscountMinor: number;
  readonly feeBasisPoints: number;
  readonly feeMinor: number;
  /** What its buyer pays for it. */
  readonly totalMinor: number;
  /** Whose that is. */
  readonly parts: Omit<SellerShare, 'sellerId'>;
}

export interface PricedShipping extends Price {
  readonly sellerId: string;
  readonly methodId: string;
  readonly name: string;
  readonly priceMinor: number;
}

/** A basket whose tax is still to be said. */
export interface Discounted<Line extends BasketLine = BasketLine> {
  readonly basket: Basket<Line>;
  readonly shipping: readonly SellerShipping[];
  readonly coupons: readonly AppliedCoupon[];
  /** Its lines in their order, then what is taken for sending. */
  readonly charges: readonly DiscountedCharge[];
}

export interface PricedBasket<Line extends BasketLine> {
  readonly lines: readonly (Line & Price)[];
  readonly shipping: readonly PricedShipping[];
  readonly coupons: readonly AppliedCoupon[];
  readonly options: readonly SellerShipping[];
  /** Who gets how much. */
  readonly split: SellerShare[];
  readonly subtotalMinor: number;
  readonly discountMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
}

/**
 * The first half: what is charged, and what coupons take off. Whatever a buyer pays or is given, each charge by itself, is in steps in
 * which its currency is charged, so that every sum of them can be charged and given back.
 */
export function discountBasket<Line extends BasketLine>(basket: Basket<Line>, rates: Rates): Discounted<Line> {
  const shipping = shipBasket(basket, rates.offers);
  const charges: Charge[] = [
    ...basket.lines.map(({ sellerId, categoryIds, quantity, unitPrice }) => {
      return { kind: 'GOODS' as const, sellerId, categoryIds, listMinor: unitPrice.amountMinor * quantity };
    }),
    ...shipping.flatMap((seller) => {
      const method = chosenOf(seller);
      return method ? [{ kind: 'SHIPPING' as const, sellerId: seller.sellerId, categoryIds: [], listMinor: method.priceMinor }] : [];
    }),
  ];
  const { applied, discounts } = applyCoupons(charges, basket.couponCodes, rates.coupons, basket.currency);
  const discounted = charges.map((charge, index) => {
    const { seller, platform } = discounts[index]!;
    return { ...charge, sellerDiscountMinor: seller, platformDiscountMinor: platform, taxableMinor: charge.listMinor - seller };
  });
  return { basket, shipping, coupons: applied, charges: discounted };
}

const chosenOf = ({ methods, chosenId }: SellerShipping) => methods.find(({ methodId }) => methodId === chosenId);

/** The tax of each charge by the rates that are set here. Sending has no category. */
export function taxesOf({ basket: { destination, currency }, charges }: Discounted, { taxes }: Rates): Tax[] {
  const step = chargeStep(currency);
  return charges.map(({ taxableMinor, categoryIds }) =>
    destination ? taxOn(taxableMinor, taxRuleFor(taxes, destination, categoryIds), step) : NO_TAX,
  );
}

/** The second half: what everything costs, and whose it is. */
export function settleBasket<Line extends BasketLine>(
  discounted: Discounted<Line>,
  taxes: readonly Tax[],
  commission: readonly CommissionRule[],
): PricedBasket<Line> {
  const { basket, shipping, coupons, charges } = discounted;
  const grosses = charges.map((charge, index) => charge.taxableMinor - (taxes[index]!.taxIncluded ? taxes[index]!.taxMinor : 0));
  const rates = charges.map((charge) => (charge.kind === 'GOODS' ? commissionOf(commission, charge) : 0));
  const fees = feesOf(charges, grosses, rates);
  const prices = charges.map((charge, index) => priceOf(charge, taxes[index]!, grosses[index]!, rates[index]!, fees[index]!));
  const sent = shipping.filter((seller) => chosenOf(seller));
  const sum = (of: (price: Price, charge: DiscountedCharge) => number): number =>
    total(prices.map((price, index) => of(price, charges[index]!)));
  return {
    lines: basket.lines.map((line, index) => ({ ...line, ...prices[index]! })),
    shipping: sent.map((seller, index) => {
      const { methodId, name, priceMinor } = chosenOf(seller)!;
      return { sellerId: seller.sellerId, methodId, name, priceMinor, ...prices[basket.lines.length + index]! };
    }),
    coupons,
    options: shipping,
    split: sharesOf(charges, prices),
    subtotalMinor: sum((_, { kind, listMinor }) => (kind === 'GOODS' ? listMinor : 0)),
    shippingMinor: sum((_, { kind, listMinor }) => (kind === 'SHIPPING' ? listMinor : 0)),
    discountMinor: sum((price) => price.sellerDiscountMinor + price.platformDiscountMinor),
    taxMinor: sum((price) => price.taxMinor),
    totalMinor: sum((price) => price.totalMinor),
  };
}

/** All of it, where nobody else is asked about tax. */
export const priceBasket = <Line extends BasketLine>(basket: Basket<Line>, rates: Rates): PricedBasket<Line> => {
  const discounted = discountBasket(basket, rates);
  return settleBasket(discounted, taxesOf(discounted, rates), rates.commission);
};

/** Rounded half up once for each seller and rate, so that many small lines do not cost more than one large one; then over its lines. */
function feesOf(charges: readonly Charge[], grosses: readonly number[], rates: readonly number[]): number[] {
  const keys = charges.map(({ sellerId }, index) => `${sellerId} ${rates[index]}`);
  const fees = charges.map(() => 0);
  for (const key of new Set(keys)) {
    const members = keys.flatMap((one, index) => (one === key ? [index] : []));
    const weights = members.map((index) => grosses[index]!);
    const shares = apportion(basisPoints(total(weights), rates[members[0]!]!), weights);
    for (const [position, index] of members.entries()) fees[index] = shares[position]!;
  }
  return fees;
}

function priceOf(charge: DiscountedCharge, tax: Tax, grossMinor: number, feeBasisPoints: number, feeMinor: number): Price {
  const { sellerDiscountMinor, platformDiscountMinor } = charge;
  const shipped = charge.kind === 'SHIPPING';
  return {
    ...{ sellerDiscountMinor, platformDiscountMinor, feeBasisPoints, feeMinor, ...tax },
    totalMinor: grossMinor + tax.taxMinor - platformDiscountMinor,
    parts: {
      grossMinor: shipped ? 0 : grossMinor,
      feeMinor,
      taxMinor: tax.taxMinor,
      shippingMinor: shipped ? grossMinor : 0,
      discountMinor: platformDiscountMinor,
    },
  };
}

const PARTS = ['grossMinor', 'feeMinor', 'taxMinor', 'shippingMinor', 'discountMinor'] as const;

function sharesOf(charges: readonly Charge[], prices: readonly Price[]): SellerShare[] {
  return [...new Set(charges.map(({ sellerId }) => sellerId))].map((sellerId) => {
    const own = prices.filter((_, index) => charges[index]!.sellerId === sellerId);
    const [grossMinor, feeMinor, taxMinor, shippingMinor, discountMinor] = PARTS.map((part) =>
      total(own.map(({ parts }) => parts[part])),
    ) as [number, number, number, number, number];
    return { sellerId, grossMinor, feeMinor, taxMinor, shippingMinor, discountMinor };
  });
}
