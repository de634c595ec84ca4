import { entity, event } from '@stoa/kit/contracts';
import { z } from 'zod';

const stockFacts = z.object({
  variantId: z.uuid(),
  sellerId: z.uuid(),
  total: z.int(),
  available: z.int(),
  reserved: z.int(),
  allocated: z.int(),
  sold: z.int(),
});
const touches = ({ variantId }: { variantId: string }) => [entity('Variant', variantId)];

/** A variant of a physical product has a stock row, with nothing in it yet. */
export const StockCreated = event('inventory.stock.created', { version: 1, aggregate: 'Stock', payload: stockFacts, touches });

/** A variant of which nothing is counted is known here, and can be had from now on. */
export const VariantListed = event('inventory.variant.listed', {
  version: 1,
  aggregate: 'Variant',
  payload: z.object({ variantId: z.uuid(), kind: z.enum(['DIGITAL', 'COURSE']) }),
  touches,
});

/** What is on hand or free changed: a seller counted, a hold was taken or given back, a sale was made. */
export const StockUpdated = event('inventory.stock.updated', { version: 1, aggregate: 'Stock', payload: stockFacts, touches });

/** A variant of which none could be had can be had again, or the reverse: of interest to lists, which a count would change too often. */
export const AvailabilityChanged = event('inventory.stock.availabilityChanged', {
  version: 1,
  aggregate: 'Stock',
  payload: z.object({ variantId: z.uuid(), sellerId: z.uuid(), inStock: z.boolean() }),
  touches,
});

/** What is available fell to the seller's threshold or below it. */
export const StockLow = event('inventory.stock.low', {
  version: 1,
  aggregate: 'Stock',
  payload: stockFacts.extend({ threshold: z.int() }),
  touches,
});

const lines = z.array(z.object({ variantId: z.uuid(), quantity: z.int().positive() }));

/** An order's goods left the stock: the sale is made. */
export const ReservationFulfilled = event('inventory.reservation.fulfilled', {
  version: 1,
  once: true,
  aggregate: 'Reservation',
  payload: z.object({ reservationId: z.uuid(), orderId: z.uuid(), lines }),
});

/** A hold outlived its deadline and went back. For an order's hold, orders has to answer. */
export const ReservationExpired = event('inventory.reservation.expired', {
  version: 1,
  aggregate: 'Reservation',
  payload: z.object({ reservationId: z.uuid(), cartId: z.uuid().nullable(), orderId: z.uuid().nullable() }),
});

/** A confirmed order's hold had lapsed and nothing was left to take: the order cannot be served. */
export const SaleRefused = event('inventory.sale.refused', {
  version: 1,
  aggregate: 'Reservation',
  payload: z.object({ orderId: z.uuid() }),
});
