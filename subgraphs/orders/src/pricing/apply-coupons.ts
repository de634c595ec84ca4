import { chargeStep } from '@stoa/kit/money';
import type { Charge, CouponProblem } from './basket.ts';
import { apportion, proportionIn, total } from './proportion.ts';

/** A coupon as it stands now. Its limits are looked at here so that a buyer is told early, and kept where its use is written. */
export interface CouponTerms {
  readonly couponId: string;
  readonly code: string;
  /** Whose it is and who bears it; null is the platform. */
  readonly sellerId: string | null;
  readonly kind: 'PERCENTAGE' | 'AMOUNT' | 'FREE_SHIPPING';
  readonly percent: number | null;
  readonly amountMinor: number | null;
  /** Of the amount and of the minimum; null where there are neither. */
  readonly currency: string | null;
  readonly minimumMinor: number | null;
  readonly started: boolean;
  readonly ended: boolean;
  readonly usedUp: boolean;
}

export interface AppliedCoupon {
  readonly couponId: string | null;
  readonly code: string;
  readonly sellerId: string | null;
  readonly discountMinor: number;
  readonly problem: CouponProblem | null;
}

type Discounts = { seller: number; platform: number };

/**
 * What coupons take off. Of each owner one counts: the platform's, and one of each seller. A seller's comes first and the platform's
 * counts on what it leaves, so who bears what does not depend on the order of codes. The least that can be charged is never taken off
 * goods, so that there is always something to pay for, and to give back.
 */
export function applyCoupons(
  charges: readonly Charge[],
  codes: readonly string[],
  coupons: readonly CouponTerms[],
  currency: string,
): { applied: AppliedCoupon[]; discounts: readonly Readonly<Discounts>[] } {
  const discounts = charges.map((): Discounts => ({ seller: 0, platform: 0 }));
  const wanted = codes.map((code) => ({ code, coupon: coupons.find((one) => one.code === code) ?? null }));
  const sellersFirst = wanted.toSorted((one, other) => Number(one.coupon?.sellerId === null) - Number(other.coupon?.sellerId === null));
  const owners = new Set<string | null>();
  const applied = sellersFirst.map(({ code, coupon }): AppliedCoupon => {
    if (!coupon) return { couponId: null, code, sellerId: null, discountMinor: 0, problem: 'UNKNOWN' };
    const { couponId, sellerId } = coupon;
    const none = (problem: CouponProblem): AppliedCoupon => ({ couponId, code, sellerId, discountMinor: 0, problem });
    const problem = owners.has(sellerId) ? 'NOT_STACKABLE' : problemOf(coupon, charges, currency);
    if (problem) return none(problem);
    owners.add(sellerId);
    const off = taken(coupon, charges, discounts, chargeStep(currency));
    const discountMinor = total(off);
    if (discountMinor === 0) return none('NOT_APPLICABLE');
    for (const [index, minor] of off.entries()) discounts[index]![sellerId === null ? 'platform' : 'seller'] += minor;
    return { couponId, code, sellerId, discountMinor, problem: null };
  });
  return { applied, discounts };
}

const inScope = ({ sellerId }: CouponTerms, charge: Charge): boolean => sellerId === null || charge.sellerId === sellerId;

/** The minimum counts the owner's goods at their prices, before any coupon. */
function problemOf(coupon: CouponTerms, charges: readonly Charge[], currency: string): CouponProblem | null {
  if (!coupon.started) return 'NOT_STARTED';
  if (coupon.ended) return 'ENDED';
  if (coupon.usedUp) return 'USED_UP';
  const goods = charges.filter((charge) => charge.kind === 'GOODS' && inScope(coupon, charge));
  if (goods.length === 0 || (coupon.currency !== null && coupon.currency !== currency)) return 'NOT_APPLICABLE';
  return total(goods.map(({ listMinor }) => listMinor)) < (coupon.minimumMinor ?? 0) ? 'MINIMUM_NOT_REACHED' : null;
}

/** What one takes off each charge, in steps in which the currency is charged. */
function taken(coupon: CouponTerms, charges: readonly Charge[], discounts: readonly Discounts[], step: number): number[] {
  const left = charges.map((charge, index) => charge.listMinor - discounts[index]!.seller - discounts[index]!.platform);
  if (coupon.kind === 'FREE_SHIPPING')
    return charges.map((charge, index) => (charge.kind === 'SHIPPING' && inScope(coupon, charge) ? left[index]! : 0));
  const values = charges.map((charge, index) => (charge.kind === 'GOODS' && inScope(coupon, charge) ? left[index]! : 0));
  const wished = coupon.kind === 'AMOUNT' ? coupon.amountMinor! : proportionIn(step, total(values), coupon.percent!, 100);
  const takeableSteps = values.map((value) => Math.max(0, Math.ceil(value / step) - 1));
  const steps = apportion(Math.min(Math.floor(wished / step), total(takeableSteps)), takeableSteps);
  return steps.map((count) => count * step);
}
