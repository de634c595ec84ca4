import { answerWorkflow } from '@stoa/kit/commands';
import type { DomainContext } from '@stoa/kit/use-case';
import { endPayment } from '@stoa/schema/commands/payments';
import { providerOf } from '../provider/provider-of.ts';
import { applyProviderState } from './apply-provider-state.ts';
import { prepareAtProvider } from './create-payment.ts';
import { Payment } from './payment.entity.ts';
import { CAPTURED_STATES, OPEN_STATES } from './payment.machine.ts';

/** Ends an order's payment, now and for a question that is still on its way. The provider's word decides what it was. */
export const answerEndPayment = answerWorkflow(endPayment, async (context, { orderId }) => {
  const payment = await context.transact(async ({ em, sql }) => {
    await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [orderId]);
    await sql.query('insert into ended_order (order_id) values ($1) on conflict do nothing', [orderId]);
    return em.findOne(Payment, { orderId });
  });
  if (!payment) return { outcome: 'NONE' as const };
  const ended = OPEN_STATES.includes(payment.status) ? await cancelAtProvider(context, payment) : payment;
  return { outcome: CAPTURED_STATES.includes(ended.status) ? ('CAPTURED' as const) : ('CANCELLED' as const) };
});

/** Cancels at the provider and writes down what it says. */
export async function cancelAtProvider(context: DomainContext, payment: Payment): Promise<Payment> {
  // Without an id there may still be an intent, made by a try that died; asking again with the same key finds it.
  const prepared = payment.providerPaymentId === null ? await prepareAtProvider(context, payment) : payment;
  if (prepared.providerPaymentId === null) return prepared;
  return applyProviderState(context, payment.id, await providerOf(context, payment.provider).cancel(prepared.providerPaymentId));
}
