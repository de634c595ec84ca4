import { fire } from '@stoa/kit/machine';
import { equal } from '@stoa/kit/money';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { PaymentCaptured, PaymentFailed } from '@stoa/schema/events/payments';
import { paymentsDecided } from '../figures.ts';
import type { ProviderPayment } from '../provider/payment-provider.ts';
import { Payment } from './payment.entity.ts';
import { ENDED_STATES, paymentMachine } from './payment.machine.ts';

/** The job that ends at the provider what has ended here. */
export const CLOSING_JOB = 'payments.closeFailedPayments';

export const lockPayment = ({ lock }: Transaction, id: string): Promise<Payment | null> => lock(Payment, { id });

/** The provider's word is about another amount, or another intent than ours: a person has to look. */
export class Mismatch extends Error {}

/** Brings a payment to what its provider says. Webhook, poll and verification all end here, in any order and as often as they like. */
export function applyProviderState(context: DomainContext, paymentId: string, said: ProviderPayment): Promise<Payment> {
  return context.transact((tx) => applyWithin(tx, paymentId, said));
}

async function applyWithin(tx: Transaction, paymentId: string, said: ProviderPayment): Promise<Payment> {
  const payment = await lockPayment(tx, paymentId);
  if (!payment) throw new Mismatch(`there is no payment ${paymentId}`);
  if (payment.providerPaymentId !== null && payment.providerPaymentId !== said.providerPaymentId)
    throw new Mismatch(`payment ${paymentId} is ${payment.providerPaymentId} at its provider, not ${said.providerPaymentId}`);
  if (!equal(said.amount, payment.amount)) throw new Mismatch(`payment ${paymentId} is of another amount than ${said.providerPaymentId}`);
  payment.providerPaymentId = said.providerPaymentId;
  payment.clientSecret ??= said.clientSecret;
  apply[said.state](tx, payment, said);
  return payment;
}

const apply: Record<ProviderPayment['state'], (tx: Transaction, payment: Payment, said: ProviderPayment) => void> = {
  OPEN: () => undefined,
  REQUIRES_ACTION: (_tx, payment) => void fire(paymentMachine, payment, 'requireAction'),
  PROCESSING: (tx, payment) => {
    // Somebody pays for what has ended here. The capture may never be told, so it is asked for until the bank has decided.
    if (fire(paymentMachine, payment, 'process').moved || !ENDED_STATES.includes(payment.status)) return;
    payment.closed = false;
    tx.wakeJob(CLOSING_JOB);
  },
  CANCELLED: (_tx, payment) => {
    fire(paymentMachine, payment, 'cancel');
    payment.closed = true;
  },
  CAPTURED: (tx, payment) => {
    if (!fire(paymentMachine, payment, 'capture').moved) return;
    Object.assign(payment, { closed: true, capturedAt: new Date(), failureCode: null, failureMessage: null });
    const { id: paymentId, orderId, buyerId, provider, split, amount } = payment;
    const facts = { paymentId, orderId, buyerId, provider, split, amount: { amountMinor: amount.amountMinor, currency: amount.currency } };
    tx.emit(PaymentCaptured, payment, facts, tx.resume(payment.traceparent, 'payment captured'));
    tx.count(paymentsDecided, { provider, outcome: 'captured' });
  },
  FAILED: (tx, payment, { failure }) => {
    if (!fire(paymentMachine, payment, 'fail').moved) return;
    const failureCode = (failure?.code ?? 'unknown').slice(0, 100);
    Object.assign(payment, { failureCode, failureMessage: failure?.message.slice(0, 500) ?? null });
    const { id: paymentId, orderId, buyerId } = payment;
    tx.emit(PaymentFailed, payment, { paymentId, orderId, buyerId, failureCode }, tx.resume(payment.traceparent, 'payment failed'));
    tx.count(paymentsDecided, { provider: payment.provider, outcome: 'failed' });
    tx.wakeJob(CLOSING_JOB);
  },
};
