/**
 * The platform's own accounts. Each provider has a clearing account, which is back at zero after each posting. What is paid out waits in
 * PAYOUTS_CLEARING until the provider has sent it. What a provider takes for its work is PROVIDER_FEES, and goes to PROVIDER_EXTERNAL.
 */
export const PLATFORM_ACCOUNTS = [
  'BUYER_EXTERNAL',
  'STRIPE_CLEARING',
  'RAZORPAY_CLEARING',
  'PLATFORM_REVENUE',
  'TAX_PAYABLE',
  'PLATFORM_DISCOUNTS',
  'PROVIDER_FEES',
  'PAYOUTS_CLEARING',
  'SELLER_EXTERNAL',
  'PROVIDER_EXTERNAL',
] as const;

const SELLER_PREFIX = 'SELLER_PAYABLE_';

/** What the platform owes a seller. */
export const sellerPayable = (sellerId: string): string => `${SELLER_PREFIX}${sellerId}`;

/** Whose payable an account is; null for the platform's own. */
export const sellerOf = (code: string): string | null => (code.startsWith(SELLER_PREFIX) ? code.slice(SELLER_PREFIX.length) : null);
