import type { Transaction } from '@stoa/kit/use-case';
import type { Dispute } from '../dispute/dispute.entity.ts';
import type { Payment } from '../payment/payment.entity.ts';
import { askForWhatIsLeft, askRefundAgain } from './ask-refund.ts';
import { OwedRefund } from './owed-refund.entity.ts';
import { Refund } from './refund.entity.ts';
import { SETTLING_JOB } from './refund.machine.ts';

/**
 * What had to go back and had to wait, since a bank contested some of the payment or another refund was on its way, is asked for now. After
 * a dispute's end what was refused is asked for once more: all of it where the bank has returned the money, and else the rest.
 */
export async function refundWhatIsOwed(tx: Transaction, payment: Payment, ended?: Pick<Dispute, 'id' | 'status'>): Promise<void> {
  const owed = await tx.em.find(OwedRefund, { paymentId: payment.id }, { orderBy: { requestKey: 'asc' } });
  if (owed.length === 0) return;
  // What is decided in this very transaction is looked at where it is kept.
  await tx.em.flush();
  for (const { wish } of owed) {
    const { requestKey } = wish;
    if ((await tx.em.count(Refund, { requestKey })) === 0) await askForWhatIsLeft(tx, payment, wish);
    // A bank that has kept the money may return it after all, and then it is another question.
    else if (ended) await askRefundAgain(tx, payment, wish, ended.status === 'LOST' ? `${ended.id}/lost` : ended.id);
  }
  tx.wakeJob(SETTLING_JOB);
}
