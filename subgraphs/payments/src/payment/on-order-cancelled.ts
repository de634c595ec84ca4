import { on } from '@stoa/kit/handlers';
import { OrderCancelled } from '@stoa/schema/events/orders';
import { CLOSING_JOB } from './apply-provider-state.ts';

/** An order that has ended takes no payment any more; what is open at the provider is closed by the job. */
export const onOrderCancelled = on(OrderCancelled, async (tx, { orderId }) => {
  await tx.sql.query('insert into ended_order (order_id) values ($1) on conflict do nothing', [orderId]);
  tx.wakeJob(CLOSING_JOB);
});
