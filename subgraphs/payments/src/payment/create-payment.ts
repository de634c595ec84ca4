import { answerWorkflow } from '@stoa/kit/commands';
import { DomainError } from '@stoa/kit/errors';
import { fire } from '@stoa/kit/machine';
import { derivedId } from '@stoa/kit/persistence';
import type { DomainContext } from '@stoa/kit/use-case';
import { createPayment } from '@stoa/schema/commands/payments';
import type { z } from 'zod';
import { type ProviderPayment, ProviderRefusal } from '../provider/payment-provider.ts';
import { providerOf } from '../provider/provider-of.ts';
import { applyProviderState, lockPayment } from './apply-provider-state.ts';
import { Payment } from './payment.entity.ts';
import { CAPTURED_STATES, OPEN_STATES, paymentMachine } from './payment.machine.ts';

type Request = z.output<typeof createPayment.input>;

/** A payment that its provider is to know. */
type Unprepared = Pick<Payment, 'id' | 'orderId' | 'provider'> & Pick<Request, 'amount'>;

/** How far a payment is, for whoever asked for it. */
export type PaymentState = Pick<Payment, 'id' | 'status' | 'providerPaymentId' | 'failureCode' | 'failureMessage'>;

/** The payment is committed first; if we die then, the same question with the same key finds the same intent. */
export const answerCreatePayment = answerWorkflow(createPayment, async (context, request) => {
  // One that is not offered is refused before there is anything to take back.
  providerOf(context, request.provider);
  const { orderId, provider, amount } = request;
  // The provider knows it by this id, also where we have forgotten it.
  const id = derivedId(orderId, 'payment');
  const opened = await openPayment(context, id, request);
  const payment = opened
    ? await prepareAtProvider(context, { id, orderId, provider, amount }, false)
    : await openedBefore(context, orderId);
  if (!OPEN_STATES.includes(payment.status) && !CAPTURED_STATES.includes(payment.status)) throw failed(payment);
  return { paymentId: payment.id };
});

/**
 * Commits a new payment; false where the order has one, or takes none any more. An order that ends at this very moment may miss it:
 * then the closing job finds it, whose eye is on open payments of ended orders.
 */
async function openPayment(context: DomainContext, id: string, request: Request): Promise<boolean> {
  const { orderId, buyerId, provider, amount, split, lines, shipping } = request;
  const opened = await context.write(
    `insert into payment (id, order_id, buyer_id, provider, status, amount_amount_minor, amount_currency, split, lines, shipping, traceparent)
     select $1::uuid, $2::uuid, $3::uuid, $4, 'CREATED', $5::bigint, $6, $7::jsonb, $8::jsonb, $9::jsonb, $10
     where not exists (select from ended_order where order_id = $2)
     on conflict (order_id) do nothing returning id`,
    [
      ...[id, orderId, buyerId, provider, amount.amountMinor, amount.currency],
      ...[split, lines, shipping].map((each) => JSON.stringify(each)),
      context.traceparent,
    ],
  );
  return opened.length > 0;
}

async function openedBefore(context: DomainContext, orderId: string): Promise<PaymentState> {
  const [payment] = await context.rows.by(Payment, 'orderId', [orderId]);
  if (!payment) throw failed({ failureCode: null, failureMessage: null });
  const unprepared = OPEN_STATES.includes(payment.status) && payment.providerPaymentId === null;
  return unprepared ? prepareAtProvider(context, payment) : payment;
}

/** Makes the intent, or finds the one that an earlier try has made. What the provider refuses ends here: nothing of it is there. */
export async function prepareAtProvider(context: DomainContext, payment: Unprepared, askedBefore = true): Promise<PaymentState> {
  const { id: paymentId, orderId, amount } = payment;
  try {
    const made = await providerOf(context, payment.provider).create({ paymentId, orderId, amount, askedBefore });
    return (await keepIntent(context, payment, made)) ?? (await applyProviderState(context, paymentId, made));
  } catch (error) {
    if (error instanceof ProviderRefusal) return endRefused(context, paymentId, error);
    context.log.warn({ err: error, paymentId }, 'the provider gave no answer');
    throw new DomainError('SERVICE_UNAVAILABLE', 'The payment provider does not answer', { service: 'payments', retryAfter: 30 });
  }
}

/** Writes down an intent just made, without a look at the payment before; null where anything is not as it is with a new one. */
async function keepIntent(context: DomainContext, { id, amount }: Unprepared, made: ProviderPayment): Promise<PaymentState | null> {
  const { providerPaymentId, clientSecret, state } = made;
  if (state !== 'OPEN' || made.amount.amountMinor !== amount.amountMinor || made.amount.currency !== amount.currency) return null;
  const kept = await context.write(
    `update payment set provider_payment_id = $2, client_secret = $3, version = version + 1
     where id = $1 and status = 'CREATED' and provider_payment_id is null returning id`,
    [id, providerPaymentId, clientSecret],
  );
  return kept.length > 0 ? { id, status: 'CREATED', providerPaymentId, failureCode: null, failureMessage: null } : null;
}

const endRefused = (context: DomainContext, paymentId: string, refusal: ProviderRefusal): Promise<PaymentState> =>
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
