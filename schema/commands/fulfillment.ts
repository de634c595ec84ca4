import { command } from '@stoa/kit/contracts';
import { z } from 'zod';
import { address } from './identity.ts';

const parcel = z.object({
  sellerId: z.uuid(),
  /** How its buyer wants it sent, in the seller's words; null where the seller offers no choice. */
  shippingMethod: z.string().nullish(),
  items: z
    .array(z.object({ orderItemId: z.uuid(), variantId: z.uuid(), name: z.string(), sku: z.string(), quantity: z.int().positive() }))
    .min(1),
});

/** Makes an order's provisional shipments, one for each seller, so that deliveries can be watched before payment. */
export const prepareShipments = command('fulfillment.prepareShipments', {
  input: z.object({
    orderId: z.uuid(),
    orderNumber: z.string().max(12),
    buyerId: z.uuid(),
    shippingAddress: address,
    parcels: z.array(parcel).min(1),
  }),
  output: z.object({ shipmentIds: z.array(z.uuid()) }),
  // An order has one set of shipments, under its own id.
  absolute: true,
});

/**
 * Cancels all shipments of a paid order, or none where one has left the house. Its goods are dropped, which orders is told of: that
 * ends the order, whether or not the one who asked is still there.
 */
export const cancelShipments = command('fulfillment.cancelShipments', {
  input: z.object({ orderId: z.uuid() }),
  output: z.object({}),
  errors: ['INVALID_TRANSITION'],
  absolute: true,
});

/** Cancels an order's provisional shipments. */
export const dropShipments = command('fulfillment.dropShipments', {
  input: z.object({ orderId: z.uuid() }),
  output: z.object({}),
  absolute: true,
});

/** Whether somebody has parcels to send, or goods to give or take back. */
export const readOpenShipments = command('fulfillment.readOpenShipments', {
  input: z.object({ userId: z.uuid(), sellerId: z.uuid().nullable() }),
  output: z.object({ open: z.array(z.enum(['SHIPMENTS', 'RETURNS'])) }),
  reads: true,
});
