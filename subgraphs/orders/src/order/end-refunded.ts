import type { Transaction } from '@stoa/kit/use-case';
import { RefundRequested } from '@stoa/schema/events/orders';
import { cancelBy } from './change-status.ts';

/**
 * Ends an order of which all money has gone back and nothing is sent. It asks for its money all the same: a bank that has kept it may
 * return it one day, and then it goes back to the buyer.
 */
export async function endRefunded(tx: Transaction, orderId: string): Promise<void> {
  const { moved, order } = await cancelBy(tx, orderId, 'revoke', 'REFUNDED', true);
  if (moved && order) tx.emit(RefundRequested, order, { orderId, reason: 'The order had ended' });
}
