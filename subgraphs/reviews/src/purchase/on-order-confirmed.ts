import { onMany } from '@stoa/kit/handlers';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { notePurchases } from './note-purchases.ts';
import { verifyReviews } from './verify-reviews.ts';

/** Whoever has paid for a product may review it. */
export const onOrderConfirmed = onMany(OrderConfirmed, async (tx, orders) => {
  const bought = orders.flatMap(({ payload: { buyerId, lines } }) => lines.map((line) => ({ ...line, buyerId })));
  await notePurchases(tx, bought);
  await verifyReviews(tx, bought);
});
