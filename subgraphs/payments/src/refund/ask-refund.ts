import { badInput, DomainError } from '@stoa/kit/errors';
import { type Amount, equal, Money } from '@stoa/kit/money';
import type { Transaction } from '@stoa/kit/use-case';
import type { Payment } from '../payment/payment.entity.ts';
import { Refund } from './refund.entity.ts';

interface Asked {
  readonly requestKey: string;
  readonly reason: string | null;
  /** All that is left, where none is named. */
  readonly amount?: Amount | null | undefined;
}

/** Commits the wish to give back all that is left of a locked payment. The same key finds the first one's refund. */
export async function askRefund(tx: Transaction, payment: Payment, { requestKey, reason, amount }: Asked): Promise<Refund> {
  const known = await tx.em.findOne(Refund, { requestKey });
  if (known) {
    const same = known.paymentId === payment.id && known.reason === reason && (!amount || equal(known.amount, amount));
    if (!same) throw new DomainError('IDEMPOTENCY_CONFLICT', 'This idempotency key was used with another input');
    return known;
  }
  if (!['CAPTURED', 'PARTIALLY_REFUNDED'].includes(payment.status))
    throw new DomainError('NOT_REFUNDABLE', 'Only what was captured can be refunded', { paymentStatus: payment.status.toLowerCase() });
  const left = { amountMinor: payment.amount.amountMinor - (await promised(tx, payment)), currency: payment.amount.currency };
  if (left.amountMinor <= 0) throw new DomainError('NOT_REFUNDABLE', 'All of it is refunded already');
  assertWhole(amount, left);
  const refund = Refund.ask({ paymentId: payment.id, amount: Money.of(left), reason, requestKey, split: payment.split });
  tx.em.persist(refund);
  return refund;
}

/** What has gone back, and what is on its way. */
async function promised({ em }: Transaction, payment: Payment): Promise<number> {
  const refunds = await em.find(Refund, { paymentId: payment.id, status: { $in: ['PENDING', 'SUCCEEDED'] } });
  return refunds.reduce((total, refund) => total + refund.amount.amountMinor, 0);
}

function assertWhole(amount: Amount | null | undefined, left: Amount): void {
  if (!amount) return;
  if (amount.currency !== left.currency) throw new DomainError('CURRENCY_MISMATCH', `The payment is in ${left.currency}`);
  if (amount.amountMinor > left.amountMinor) throw new DomainError('REFUND_TOO_LARGE', 'More than what is left of the payment', { left });
  if (amount.amountMinor < left.amountMinor) throw badInput('a payment is refunded as a whole', 'amount');
}
