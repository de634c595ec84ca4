import { job, seconds } from '@stoa/kit/jobs';
import { Payment } from '../payment/payment.entity.ts';
import { Dispute } from './dispute.entity.ts';
import { FOLLOWING_JOB } from './dispute.machine.ts';
import { noteDispute } from './note-dispute.ts';

/** Asks after disputes that are not decided once an hour, in case nobody tells us. */
export const followDisputes = job(FOLLOWING_JOB, seconds(60), async (context) => {
  const due = await context.sql.query<{ id: string }>(
    `update dispute set next_poll_at = now() + interval '1 hour' where id in (
       select id from dispute where status in ('INQUIRY', 'OPEN') and next_poll_at <= now() order by next_poll_at limit 20 for update skip locked)
     returning id`,
  );
  for (const { id } of due) {
    const { paymentId, providerDisputeId } = await context.read.findOneOrFail(Dispute, { id });
    const { provider } = await context.read.findOneOrFail(Payment, { id: paymentId });
    await noteDispute(context, provider, providerDisputeId).catch((error: unknown) =>
      context.log.warn({ err: error, disputeId: id }, 'a dispute could not be followed'),
    );
  }
});
