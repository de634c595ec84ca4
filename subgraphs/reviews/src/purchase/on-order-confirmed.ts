import { on } from '@stoa/kit/handlers';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { notePurchases } from './note-purchases.ts';
import { verifyReviews } from './verify-reviews.ts';

/** Whoever has paid for a product may review it. */
export const onOrderConfirmed = on(OrderConfirmed, async (tx, { buyerId, lines }) => {
  await notePurchases(tx, buyerId, lines);
  await verifyReviews(tx, buyerId, [...new Set(lines.map(({ productId }) => productId))]);
});
