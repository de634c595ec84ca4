import { job, seconds } from '@stoa/kit/jobs';
import type { DomainContext } from '@stoa/kit/use-case';
import { endPayment } from '@stoa/schema/commands/payments';
import { cancelBy } from './change-status.ts';

/**
 * Ends orders that were not paid in time. The intent is cancelled at the provider first, and its answer decides: what was paid
 * after all is confirmed by its capture, whose event is on the way.
 */
export const endUnpaidOrders = job('orders.endUnpaidOrders', seconds(5), async (context) => {
  const due = await context.sql.query<{ id: string }>(
    `update orders set payment_due_at = now() + interval '30 seconds' where id in (
       select o.id from orders o join checkout_saga s on s.id = o.id
       where o.status = 'PENDING' and s.state = 'DONE' and o.payment_due_at <= now()
       order by o.payment_due_at limit 50 for update of o skip locked) returning id`,
  );
  for (const { id } of due) {
    // One order whose provider does not answer must not keep the others waiting.
    await endUnpaid(context, id).catch((error: unknown) =>
      context.log.warn({ err: error, orderId: id }, 'an unpaid order could not be ended yet'),
    );
  }
});

async function endUnpaid(context: DomainContext, orderId: string): Promise<void> {
  const { outcome } = await context.call(endPayment, { orderId });
  if (outcome === 'CAPTURED') return;
  await context.transact((tx) => cancelBy(tx, orderId, 'fail', 'UNPAID', false));
}
