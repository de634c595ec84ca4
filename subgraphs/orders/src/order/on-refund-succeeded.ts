import { on } from '@stoa/kit/handlers';
import { RefundSucceeded } from '@stoa/schema/events/payments';
import { cancelBy, lockOrder } from './change-status.ts';

/** All of the money went back: what has not been shipped will not be. */
export const onRefundSucceeded = on(RefundSucceeded, async (tx, { orderId, full }) => {
  if (full) cancelBy(tx, await lockOrder(tx, orderId), 'revoke', 'REFUNDED', true);
});
