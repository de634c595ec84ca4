import { may } from '@stoa/kit/auth';
import { permitted } from '@stoa/kit/policy';
import { countStrictly, type StrictLimit, workflow } from '@stoa/kit/use-case';
import { lockPayment } from '../payment/apply-provider-state.ts';
import { paymentPolicy } from '../payment/payment.policy.ts';
import { providerOf } from '../provider/provider-of.ts';
import { askRefund } from './ask-refund.ts';
import { type AskedRefund, Refund } from './refund.entity.ts';
import { refundPaymentInput } from './refund.input.ts';
import { sendRefund } from './send-refund.ts';

/** A stolen token of an administrator or a seller gives back so much before somebody looks, and no more. */
const BY_USER: StrictLimit = { name: 'refund by user', max: 300, windowSeconds: 600 };

/** Gives a buyer money back. The provider is asked at once; if it does not answer, the job goes on. */
export const refundPayment = workflow('payments.refundPayment', refundPaymentInput, async (context, input): Promise<Refund> => {
  await countStrictly(context, BY_USER, context.viewer.userId ?? 'system');
  const refund = await context.transact(async (tx) => {
    const payment = permitted(tx.viewer, await lockPayment(tx, input.paymentId), paymentPolicy.refund, 'payment');
    const requestKey = `${tx.viewer.userId}/${input.idempotencyKey}`;
    // A seller gives back what is theirs, whatever is asked for.
    const sellerId = may(tx.viewer, 'refunds:write') ? null : tx.viewer.sellerId;
    const { leastRefundMinor } = providerOf(tx, payment.provider);
    return askRefund(tx, payment, { requestKey, reason: input.reason ?? null, asked: askedOf(input), sellerId }, leastRefundMinor);
  });
  if (refund.status !== 'PENDING') return refund;
  return sendRefund(context, refund.id).catch((error: unknown) => {
    context.log.warn({ err: error, refundId: refund.id }, 'a refund waits for its provider');
    return refund;
  });
});

const askedOf = ({ amount, items }: typeof refundPaymentInput._output): AskedRefund => ({
  amount: amount ? { amountMinor: amount.amountMinor, currency: amount.currency } : null,
  items: items ? items.toSorted((one, other) => (one.orderItemId < other.orderItemId ? -1 : 1)) : null,
});
