import { badInput, notFound } from '@stoa/kit/errors';
import { workflow } from '@stoa/kit/use-case';
import { lockPayment } from '../payment/apply-provider-state.ts';
import { askRefund } from './ask-refund.ts';
import { Refund } from './refund.entity.ts';
import { refundPaymentInput } from './refund.input.ts';
import { sendRefund } from './send-refund.ts';

/** Gives a buyer their money back, all that is left of it. The provider is asked at once; if it does not answer, the job goes on. */
export const refundPayment = workflow('payments.refundPayment', refundPaymentInput, async (context, input): Promise<Refund> => {
  if (input.items) throw badInput('a payment is refunded as a whole', 'items');
  const refund = await context.transact(async (tx) => {
    const payment = await lockPayment(tx, input.paymentId);
    if (!payment) throw notFound('payment');
    const requestKey = `${tx.viewer.userId}/${input.idempotencyKey}`;
    return askRefund(tx, payment, { requestKey, reason: input.reason ?? null, amount: input.amount });
  });
  if (refund.status !== 'PENDING') return refund;
  return sendRefund(context, refund.id).catch((error: unknown) => {
    context.log.warn({ err: error, refundId: refund.id }, 'a refund waits for its provider');
    return refund;
  });
});
