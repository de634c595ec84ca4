import { policy } from '@stoa/kit/policy';

export const couponPolicy = policy('Coupon', {
  operations: { 'Mutation.applyCoupon': 'authenticated', 'Mutation.removeCoupon': 'authenticated' },
});
