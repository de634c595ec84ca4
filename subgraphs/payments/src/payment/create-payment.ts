import { answerWorkflow } from '@stoa/kit/commands';
import { DomainError } from '@stoa/kit/errors';
import { Money } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { createPayment } from '@stoa/schema/commands/payments';
import type { z } from 'zod';
import { ProviderRefusal } from '../provider/payment-provider.ts';
import { providerOf } from '../provider/provider-of.ts';
import { applyProviderState } from './apply-provider-state.ts';
import { EndedOrder } from './ended-order.entity.ts';
import { Payment } from './payment.entity.ts';
import { CAPTURED_STATES, OPEN_STATES } from './payment.machine.ts';

/** The payment is committed first; if we die then, the same question with the same key finds the same intent. */
export const answerCreatePayment = answerWorkflow(createPayment, async (context, request) => {
  const payment = await openPayment(context, request);
  if (!OPEN_STATES.includes(payment.status) && !CAPTURED_STATES.includes(payment.status)) throw failed(payment.status);
  if (payment.providerPaymentId === null) await prepareAtProvider(context, payment);
  return { paymentId: payment.id };
});

const openPayment = (context: DomainContext, request: z.output<typeof createPayment.input>): Promise<Payment> =>
  context.transact(async ({ em, sql }) => {
    const { orderId, buyerId, provider, amount, split } = request;
    await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [orderId]);
    const known = await em.findOne(Payment, { orderId });
    if (known) return known;
    if (await em.findOne(EndedOrder, { orderId })) throw failed('cancelled');
    const payment = Payment.open({ orderId, buyerId, provider, amount: Money.of(amount), split });
    em.persist(payment);
    return payment;
  });

/** Makes the intent, or finds the one that an earlier try has made. */
export async function prepareAtProvider(context: DomainContext, payment: Payment): Promise<Payment> {
  const { id: paymentId, orderId, amount } = payment;
  try {
    return await applyProviderState(context, paymentId, await providerOf(context, payment.provider).create({ paymentId, orderId, amount }));
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) {
      context.log.warn({ err: error, paymentId }, 'the provider gave no answer');
      throw new DomainError('SERVICE_UNAVAILABLE', 'The payment provider does not answer', { service: 'payments', retryAfter: 30 });
    }
    throw new DomainError('PAYMENT_FAILED', error.message, {
      paymentStatus: 'failed',
      providerCode: error.code,
      providerMessage: error.message,
    });
  }
}

const failed = (status: string): DomainError =>
  new DomainError('PAYMENT_FAILED', 'The payment has ended', {
    paymentStatus: status.toLowerCase(),
    providerCode: null,
    providerMessage: null,
  });
