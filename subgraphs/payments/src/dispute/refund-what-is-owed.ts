import type { Transaction } from '@stoa/kit/use-case';
import type { Payment } from '../payment/payment.entity.ts';
import { askRefundAgain } from '../refund/ask-refund.ts';
import { OwedRefund } from '../refund/owed-refund.entity.ts';

/** What had to go back and could not, because a bank had it, goes back now. False where there was nothing. */
export async function refundWhatIsOwed(tx: Transaction, payment: Payment, disputeId: string): Promise<boolean> {
  const owed = await tx.em.find(OwedRefund, { paymentId: payment.id }, { orderBy: { requestKey: 'asc' } });
  for (const { wish } of owed) await askRefundAgain(tx, payment, wish, disputeId);
  return owed.length > 0;
}
