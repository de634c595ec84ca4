import { answerWorkflow } from '@stoa/kit/commands';
import type { DomainContext } from '@stoa/kit/use-case';
import { endPayment } from '@stoa/schema/commands/payments';
import { providerOf } from '../provider/provider-of.ts';
import { applyProviderState } from './apply-provider-state.ts';
import { type PaymentState, prepareAtProvider } from './create-payment.ts';
import { Payment } from './payment.entity.ts';
import { CAPTURED_STATES, OPEN_STATES } from './payment.machine.ts';

/** Ends an order's payment, now and for a question that is still on its way. The provider's word decides what it was. */
export const answerEndPayment = answerWorkflow(endPayment, async (context, { orderId }) => {
  // Committed before the look at the payment, so that one which is prepared at this moment finds the order ended, or is found here.
  await context.write('insert into ended_order (order_id) values ($1) on conflict do nothing', [orderId]);
  const [payment] = await context.rows.by(Payment, 'orderId', [orderId]);
  if (!payment) return { outcome: 'NONE' as const };
  const ended = OPEN_STATES.includes(payment.status) ? await cancelAtProvider(context, payment) : payment;
  return { outcome: CAPTURED_STATES.includes(ended.status) ? ('CAPTURED' as const) : ('CANCELLED' as const) };
});

/** Cancels at the provider and writes down what it says. */
export async function cancelAtProvider(context: DomainContext, payment: Payment): Promise<PaymentState> {
  // Without an id there may still be an intent, made by a try that died; asking again with the same key finds it.
  const prepared = payment.providerPaymentId === null ? await prepareAtProvider(context, payment) : payment;
  if (prepared.providerPaymentId === null) return prepared;
  return applyProviderState(context, payment.id, await providerOf(context, payment.provider).cancel(prepared.providerPaymentId));
}
