import { job, seconds } from '@stoa/kit/jobs';
import { sendPayout } from './send-payout.ts';

/** Sends payouts that nobody has sent yet, or whose answer was lost: the same id finds the same transfer. */
export const settlePayouts = job('ledger.settlePayouts', seconds(5), async (context) => {
  const due = await context.sql.query<{ id: string }>(
    `update payout set tries = tries + 1, next_try_at = now() + make_interval(secs => least(60, 5 * power(2, least(tries, 4)))) where id in (
       select id from payout where status = 'PENDING' and next_try_at <= now() order by next_try_at limit 20 for update skip locked) returning id`,
  );
  for (const { id } of due)
    await sendPayout(context, id).catch((error: unknown) =>
      context.log.warn({ err: error, payoutId: id }, 'a payout waits for its provider'),
    );
});
