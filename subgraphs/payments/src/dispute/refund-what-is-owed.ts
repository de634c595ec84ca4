import type { Transaction } from '@stoa/kit/use-case';
import type { Payment } from '../payment/payment.entity.ts';
import { askRefundAgain } from '../refund/ask-refund.ts';
import { OwedRefund } from '../refund/owed-refund.entity.ts';
import type { Dispute } from './dispute.entity.ts';

/**
 * What had to go back and could not, because a bank contested some of it, goes back now: all of it where the bank has returned the money,
 * and else the rest. False where there was nothing.
 */
export async function refundWhatIsOwed(tx: Transaction, payment: Payment, { id, status }: Dispute): Promise<boolean> {
  const owed = await tx.em.find(OwedRefund, { paymentId: payment.id }, { orderBy: { requestKey: 'asc' } });
  // A bank that has kept the money may return it after all, and then it is another question.
  const question = status === 'LOST' ? `${id}/lost` : id;
  for (const { wish } of owed) await askRefundAgain(tx, payment, wish, question);
  return owed.length > 0;
}
