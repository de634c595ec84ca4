import type { PayloadOf } from '@stoa/kit/contracts';
import { newId } from '@stoa/kit/persistence';
import type { OrderConfirmed } from '@stoa/schema/events/orders';
import type { DisputeUpdated, PaymentCaptured, RefundSucceeded } from '@stoa/schema/events/payments';
import type { ReviewPublished } from '@stoa/schema/events/reviews';

type Captured = PayloadOf<typeof PaymentCaptured>;

/** What a seller gets of a payment: goods and sending of which the platform takes a tenth, beside tax and what a coupon gave. */
export const aShare = (sellerId: string, grossMinor: number): Captured['split'][number] => {
  return { sellerId, grossMinor, feeMinor: grossMinor / 10, taxMinor: 19, shippingMinor: 50, discountMinor: 5 };
};

export function aCapture(split: Captured['split'], currency = 'USD'): Captured {
  const amount = { amountMinor: split.reduce((sum, share) => sum + share.grossMinor + 19 + 50 - 5, 0), currency };
  return { paymentId: newId(), orderId: newId(), buyerId: newId(), provider: 'STRIPE', amount, split };
}

export const refundOf = (captured: Captured): PayloadOf<typeof RefundSucceeded> => ({ ...captured, refundId: newId(), full: true });

export const disputeOf = (
  { paymentId, orderId, buyerId, provider, amount, split }: Captured,
  status: PayloadOf<typeof DisputeUpdated>['status'],
  disputeId = newId(),
): PayloadOf<typeof DisputeUpdated> => ({ disputeId, paymentId, orderId, buyerId, provider, status, amount, split, fee: null });

interface Sold {
  readonly productId: string;
  readonly sellerId: string;
  readonly quantity?: number;
}

/** A paid order, each piece of it at 1,200. */
export function anOrder(...products: readonly Sold[]): PayloadOf<typeof OrderConfirmed> {
  const unitPrice = { amountMinor: 1_200, currency: 'USD' };
  const lines = products.map(({ productId, sellerId, quantity = 1 }) => {
    return { orderItemId: newId(), variantId: newId(), kind: 'PHYSICAL' as const, quantity, unitPrice, productId, sellerId };
  });
  return { orderId: newId(), cartId: newId(), buyerId: newId(), total: unitPrice, lines };
}

export const aReview = (sellerId: string, rating: number, reviewId = newId()): PayloadOf<typeof ReviewPublished> => {
  return { reviewId, productId: newId(), sellerId, buyerId: newId(), rating, verifiedPurchase: true };
};
