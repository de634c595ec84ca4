import { job, seconds } from '@stoa/kit/jobs';
import { CLOSING_JOB } from './apply-provider-state.ts';
import { cancelAtProvider } from './end-payment.ts';
import { Payment } from './payment.entity.ts';

/**
 * Cancels at the provider what has failed or ended here, so that nobody pays for an order that is no more. If it was paid all
 * the same, the provider's word makes it a capture, and the order has it refunded.
 */
export const closeFailedPayments = job(CLOSING_JOB, seconds(5), async (context) => {
  const due = await context.sql.query<{ id: string }>(
    `update payment set next_poll_at = now() + interval '30 seconds' where id in (
       select id from payment where not closed and (status in ('FAILED', 'CANCELLED') or (status in ('CREATED', 'REQUIRES_ACTION', 'PROCESSING')
         and order_id in (select order_id from ended_order)))
       order by next_poll_at limit 50 for update skip locked) returning id`,
  );
  for (const { id } of due) {
    const payment = await context.read.findOneOrFail(Payment, { id });
    await cancelAtProvider(context, payment).catch((error: unknown) =>
      context.log.warn({ err: error, paymentId: id }, 'a payment could not be closed yet'),
    );
  }
});
