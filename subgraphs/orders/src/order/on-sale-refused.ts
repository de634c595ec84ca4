import { on } from '@stoa/kit/handlers';
import { SaleRefused } from '@stoa/schema/events/inventory';
import { RefundRequested } from '@stoa/schema/events/orders';
import { cancelBy } from './change-status.ts';

/** The payment came after the hold had lapsed, and nothing is left to take again: the money goes back. */
export const onSaleRefused = on(SaleRefused, async (tx, { orderId }) => {
  const { moved, order } = await cancelBy(tx, orderId, 'revoke', 'OUT_OF_STOCK', true);
  if (moved && order) tx.emit(RefundRequested, order, { orderId, reason: 'Its goods were sold out before the payment came' });
});
