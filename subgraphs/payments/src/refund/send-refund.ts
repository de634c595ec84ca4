import { fire } from '@stoa/kit/machine';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { LineRefunded, RefundFailed, RefundSucceeded } from '@stoa/schema/events/payments';
import { Dispute } from '../dispute/dispute.entity.ts';
import { FOLLOWING_JOB } from '../dispute/dispute.machine.ts';
import { refundsDecided } from '../figures.ts';
import { lockPayment } from '../payment/apply-provider-state.ts';
import { Payment } from '../payment/payment.entity.ts';
import { paymentMachine } from '../payment/payment.machine.ts';
import { type ProviderRefund, ProviderRefusal } from '../provider/payment-provider.ts';
import { providerOf } from '../provider/provider-of.ts';
import { endedLines, lineFacts } from './ended-lines.ts';
import { Refund } from './refund.entity.ts';
import { refundMachine } from './refund.machine.ts';
import { refundWhatIsOwed } from './refund-what-is-owed.ts';

/**
 * Asks the provider to give the money back, then writes down what it says. Asking twice is asking once: the refund's id is the key.
 * What it has taken in hand it is only asked after, since the key would bring back its first answer.
 */
export async function sendRefund(context: DomainContext, refundId: string): Promise<Refund> {
  const { paymentId, amount, providerRefundId } = await context.read.findOneOrFail(Refund, { id: refundId });
  const payment = await context.read.findOneOrFail(Payment, { id: paymentId });
  const wanted = {
    refundId,
    paymentId,
    providerPaymentId: payment.providerPaymentId!,
    amountMinor: amount.amountMinor,
  };
  // What the platform had paid for its buyer goes back to the platform, which no provider has to do with.
  if (amount.amountMinor === 0) return context.transact((tx) => settle(tx, refundId, { providerRefundId: '', state: 'SUCCEEDED' }));
  const provider = providerOf(context, payment.provider);
  const asked = providerRefundId ? provider.retrieveRefund(providerRefundId) : provider.refund(wanted);
  const said = await asked.catch((error: unknown): ProviderRefund => {
    if (!(error instanceof ProviderRefusal)) throw error;
    context.log.error({ err: error, refundId, paymentId }, 'the provider refused a refund');
    return { providerRefundId: '', state: 'FAILED' };
  });
  return context.transact((tx) => settle(tx, refundId, said));
}

async function settle(tx: Transaction, refundId: string, said: ProviderRefund): Promise<Refund> {
  const { paymentId } = await tx.em.findOneOrFail(Refund, { id: refundId });
  const payment = (await lockPayment(tx, paymentId))!;
  const refund = (await tx.lock(Refund, { id: refundId }))!;
  refund.providerRefundId = said.providerRefundId || null;
  if (said.state !== 'PENDING') await lookAtDisputes(tx, paymentId);
  const { amountMinor, currency } = refund.amount;
  const facts = { refundId, paymentId, orderId: payment.orderId, amount: { amountMinor, currency } };
  if (said.state === 'FAILED' && fire(refundMachine, refund, 'fail').moved) {
    tx.emit(RefundFailed, payment, facts);
    tx.count(refundsDecided, { provider: payment.provider, outcome: 'failed' });
  }
  if (said.state === 'SUCCEEDED' && fire(refundMachine, refund, 'succeed').moved) {
    payment.refundedMinor += amountMinor;
    const full = payment.refundedMinor + payment.lostMinor === payment.amount.amountMinor;
    // What a bank keeps was not refunded, and it may yet give it back.
    if (amountMinor > 0) fire(paymentMachine, payment, payment.refundedMinor === payment.amount.amountMinor ? 'refundRest' : 'refundPart');
    const { buyerId, provider } = payment;
    tx.emit(RefundSucceeded, payment, { ...facts, buyerId, provider, full, split: refund.split });
    tx.count(refundsDecided, { provider, outcome: 'succeeded' });
    for (const line of await endedLines(tx, payment, refund, full && amountMinor > 0))
      tx.emit(LineRefunded, payment, lineFacts(payment, line));
  }
  if (refund.status !== 'PENDING') await askForOthers(tx, payment, refund);
  return refund;
}

/** Others may have waited for it. One that failed may have been refused because of a bank that has kept some of the money meanwhile. */
async function askForOthers(tx: Transaction, payment: Payment, { status }: Refund): Promise<void> {
  await refundWhatIsOwed(tx, payment);
  if (status !== 'FAILED') return;
  const lost = await tx.em.find(Dispute, { paymentId: payment.id, status: 'LOST' }, { orderBy: { createdAt: 'asc' } });
  for (const dispute of lost) await refundWhatIsOwed(tx, payment, dispute);
}

/** A bank may have decided while nobody knew what would become of the refund. */
async function lookAtDisputes({ sql, wakeJob }: Transaction, paymentId: string): Promise<void> {
  const undecided = await sql.query(
    `update dispute set next_poll_at = now() where payment_id = $1 and status in ('INQUIRY', 'OPEN') returning id`,
    [paymentId],
  );
  if (undecided.length > 0) wakeJob(FOLLOWING_JOB);
}
