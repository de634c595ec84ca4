import { answerWorkflow } from '@stoa/kit/commands';
import { DomainError } from '@stoa/kit/errors';
import { fire } from '@stoa/kit/machine';
import { Money } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { createPayment } from '@stoa/schema/commands/payments';
import type { z } from 'zod';
import { ProviderRefusal } from '../provider/payment-provider.ts';
import { providerOf } from '../provider/provider-of.ts';
import { applyProviderState, lockPayment } from './apply-provider-state.ts';
import { EndedOrder } from './ended-order.entity.ts';
import { Payment } from './payment.entity.ts';
import { CAPTURED_STATES, OPEN_STATES, paymentMachine } from './payment.machine.ts';

/** The payment is committed first; if we die then, the same question with the same key finds the same intent. */
export const answerCreatePayment = answerWorkflow(createPayment, async (context, request) => {
  // One that is not offered is refused before there is anything to take back.
  providerOf(context, request.provider);
  const payment = await openPayment(context, request);
  const unprepared = OPEN_STATES.includes(payment.status) && payment.providerPaymentId === null;
  const prepared = unprepared ? await prepareAtProvider(context, payment) : payment;
  if (!OPEN_STATES.includes(prepared.status) && !CAPTURED_STATES.includes(prepared.status)) throw failed(prepared);
  return { paymentId: prepared.id };
});

const openPayment = (context: DomainContext, request: z.output<typeof createPayment.input>): Promise<Payment> =>
  context.transact(async ({ em, sql }) => {
    const { orderId, buyerId, provider, amount, split } = request;
    await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [orderId]);
    const known = await em.findOne(Payment, { orderId });
    if (known) return known;
    if (await em.findOne(EndedOrder, { orderId })) throw failed({ failureCode: null, failureMessage: null });
    const payment = Payment.open({ orderId, buyerId, provider, amount: Money.of(amount), split });
    em.persist(payment);
    return payment;
  });

/** Makes the intent, or finds the one that an earlier try has made. What the provider refuses ends here: nothing of it is there. */
export async function prepareAtProvider(context: DomainContext, payment: Payment): Promise<Payment> {
  const { id: paymentId, orderId, amount } = payment;
  try {
    return await applyProviderState(context, paymentId, await providerOf(context, payment.provider).create({ paymentId, orderId, amount }));
  } catch (error) {
    if (error instanceof ProviderRefusal) return endRefused(context, paymentId, error);
    context.log.warn({ err: error, paymentId }, 'the provider gave no answer');
    throw new DomainError('SERVICE_UNAVAILABLE', 'The payment provider does not answer', { service: 'payments', retryAfter: 30 });
  }
}

const endRefused = (context: DomainContext, paymentId: string, refusal: ProviderRefusal): Promise<Payment> =>
  context.transact(async (tx) => {
    const payment = (await lockPayment(tx, paymentId))!;
    if (payment.providerPaymentId === null && fire(paymentMachine, payment, 'cancel').moved)
      Object.assign(payment, { closed: true, failureCode: refusal.code.slice(0, 100), failureMessage: refusal.message.slice(0, 500) });
    return payment;
  });

const failed = ({ failureCode, failureMessage }: Pick<Payment, 'failureCode' | 'failureMessage'>): DomainError =>
  new DomainError('PAYMENT_FAILED', failureMessage ?? 'The payment has ended', {
    paymentStatus: failureCode ? 'failed' : 'cancelled',
    providerCode: failureCode,
    providerMessage: failureMessage,
  });
