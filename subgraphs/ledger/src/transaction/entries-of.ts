import type { PayloadOf } from '@stoa/kit/contracts';
import type { PaymentCaptured } from '@stoa/schema/events/payments';
import { sellerPayable } from '../account/account-codes.ts';

export interface PlannedEntry {
  readonly code: string;
  readonly direction: 'DEBIT' | 'CREDIT';
  readonly amountMinor: number;
}

type Captured = Pick<PayloadOf<typeof PaymentCaptured>, 'provider' | 'amount' | 'split'>;

/** Less than nothing on one side is more than nothing on the other: rounding may reverse a cent more of the fee than of the price. */
const debit = (code: string, minor: number): PlannedEntry =>
  minor < 0 ? credit(code, -minor) : { code, direction: 'DEBIT', amountMinor: minor };
const credit = (code: string, minor: number): PlannedEntry =>
  minor < 0 ? debit(code, -minor) : { code, direction: 'CREDIT', amountMinor: minor };

/**
 * What a capture means: the buyer's money comes in through the provider's clearing account and leaves it again to those whose it
 * is. The fee is the platform's, tax is owed to the state, shipping is the seller's; what a platform coupon gave, the platform bears.
 */
export function captureEntries({ provider, amount, split }: Captured): PlannedEntry[] {
  const clearing = `${provider}_CLEARING`;
  const entries = [debit('BUYER_EXTERNAL', amount.amountMinor), credit(clearing, amount.amountMinor)];
  for (const share of split) {
    const { sellerId, grossMinor, feeMinor, taxMinor, shippingMinor, discountMinor } = share;
    entries.push(
      debit(clearing, grossMinor + taxMinor + shippingMinor - discountMinor),
      debit('PLATFORM_DISCOUNTS', discountMinor),
      credit(sellerPayable(sellerId), sellersPart(share)),
      credit('PLATFORM_REVENUE', feeMinor),
      credit('TAX_PAYABLE', taxMinor),
    );
  }
  return entries.filter((entry) => entry.amountMinor !== 0);
}

/** What of a share is the seller's own. */
export const sellersPart = ({ grossMinor, feeMinor, shippingMinor }: Captured['split'][number]): number =>
  grossMinor - feeMinor + shippingMinor;

/** What a payout means: what a seller is owed waits to be sent, and then is sent, or is owed again. */
export function payoutEntries(kind: 'PAYOUT' | 'PAYOUT_SENT' | 'PAYOUT_REFUSED', sellerId: string, amountMinor: number): PlannedEntry[] {
  const [from, to] = {
    PAYOUT: [sellerPayable(sellerId), 'PAYOUTS_CLEARING'],
    PAYOUT_SENT: ['PAYOUTS_CLEARING', 'SELLER_EXTERNAL'],
    PAYOUT_REFUSED: ['PAYOUTS_CLEARING', sellerPayable(sellerId)],
  }[kind] as [string, string];
  return [debit(from, amountMinor), credit(to, amountMinor)];
}

/** What a provider takes for its work, the platform bears. */
export const feeEntries = (amountMinor: number): PlannedEntry[] => [
  debit('PROVIDER_FEES', amountMinor),
  credit('PROVIDER_EXTERNAL', amountMinor),
];

/** A refund is the capture the other way round. */
export const refundEntries = (refunded: Captured): PlannedEntry[] =>
  captureEntries(refunded).map((entry) => ({ ...entry, direction: entry.direction === 'DEBIT' ? 'CREDIT' : 'DEBIT' }));
