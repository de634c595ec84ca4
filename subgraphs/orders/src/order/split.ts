import { basisPoints } from '@stoa/kit/money';
import type { sellerShare } from '@stoa/schema/events/payments';
import type { z } from 'zod';

export type SellerShare = z.output<typeof sellerShare>;

/** The platform's fee: ten per cent of a seller's goods, in basis points. */
const FEE_BASIS_POINTS = 1_000;

/** Who gets how much of an order. The fee is taken once per seller, so that rounding happens once per seller. */
export function splitBySeller(lines: readonly { sellerId: string; quantity: number; unitPrice: { amountMinor: number } }[]): SellerShare[] {
  const gross = new Map<string, number>();
  for (const { sellerId, quantity, unitPrice } of lines) gross.set(sellerId, (gross.get(sellerId) ?? 0) + unitPrice.amountMinor * quantity);
  return [...gross].map(([sellerId, grossMinor]) => {
    const feeMinor = basisPoints(grossMinor, FEE_BASIS_POINTS);
    return { sellerId, grossMinor, feeMinor, taxMinor: 0, shippingMinor: 0, discountMinor: 0 };
  });
}
