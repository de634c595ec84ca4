import type { CouponTerms } from '../pricing/apply-coupons.ts';
import type { Price, PricedShipping } from '../pricing/price-basket.ts';

/** What one seller takes for sending their part of an order, frozen when it was placed. */
export interface OrderShipping extends PricedShipping {
  readonly id: string;
}

/** A coupon that an order was placed with. */
export interface OrderCoupon extends Pick<CouponTerms, 'couponId' | 'code' | 'sellerId'> {
  readonly discountMinor: number;
}

/** A line with its price, as it is kept. */
interface PricedLine extends Pick<Price, 'sellerDiscountMinor' | 'platformDiscountMinor' | 'taxMinor' | 'taxIncluded'> {
  readonly quantity: number;
  readonly unitPrice: { readonly amountMinor: number };
  readonly feeMinor: number | null;
}

/** What its buyer pays for a line, and whose it is. */
export function lineWorth({
  quantity,
  unitPrice,
  sellerDiscountMinor,
  platformDiscountMinor,
  taxMinor,
  taxIncluded,
  feeMinor,
}: PricedLine) {
  const grossMinor = quantity * unitPrice.amountMinor - sellerDiscountMinor - (taxIncluded ? taxMinor : 0);
  const parts = { grossMinor, feeMinor: feeMinor ?? 0, taxMinor, shippingMinor: 0, discountMinor: platformDiscountMinor };
  return { worthMinor: grossMinor + taxMinor - platformDiscountMinor, parts };
}
