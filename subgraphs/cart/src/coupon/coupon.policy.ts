import { policy } from '@stoa/kit/policy';

export const couponPolicy = policy('Coupon', {
  operations: { 'Mutation.applyCoupon': 'authenticated', 'Mutation.removeCoupon': 'authenticated' },
  acting: { 'Mutation.applyCoupon': 'allowed', 'Mutation.removeCoupon': 'allowed' },
});
