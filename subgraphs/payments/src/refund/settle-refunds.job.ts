import { job, seconds } from '@stoa/kit/jobs';
import { SETTLING_JOB } from './refund.machine.ts';
import { sendRefund } from './send-refund.ts';

/** Sends refunds that nobody has sent yet, or whose answer was lost: the same key finds the same refund. */
export const settleRefunds = job(SETTLING_JOB, seconds(5), async (context) => {
  const due = await context.sql.query<{ id: string }>(
    `update refund set tries = tries + 1, next_try_at = now() + make_interval(secs => least(60, 15 * power(2, least(tries, 2)))) where id in (
       select id from refund where status = 'PENDING' and next_try_at <= now() order by next_try_at limit 20 for update skip locked) returning id`,
  );
  for (const { id } of due)
    await sendRefund(context, id).catch((error: unknown) =>
      context.log.warn({ err: error, refundId: id }, 'a refund waits for its provider'),
    );
});
