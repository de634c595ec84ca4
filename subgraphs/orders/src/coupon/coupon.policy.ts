import { may, type Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';

const owner = (viewer: Viewer, { sellerId }: { sellerId: string | null }): boolean =>
  may(viewer, 'coupons:write') || (sellerId !== null && viewer.sellerId === sellerId);

/** Whoever bears a coupon knows its code; buyers name it, and are shown no list. */
export const couponPolicy = policy('Coupon', {
  operations: { 'Query.coupons': 'sellers', 'Mutation.createCoupon': 'sellers', 'Mutation.endCoupon': 'sellers' },
  acting: { 'Mutation.createCoupon': 'refused', 'Mutation.endCoupon': 'refused' },
  fields: { 'Coupon.seller': 'everyone', 'Coupon.amount': 'everyone', 'Coupon.minimum': 'everyone' },
  rows: { change: owner },
});
