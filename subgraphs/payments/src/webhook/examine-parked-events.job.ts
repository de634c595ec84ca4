import { job, seconds } from '@stoa/kit/jobs';
import { ProviderEvent } from './provider-event.entity.ts';
import { heed } from './receive-notice.ts';

/** A webhook may come before what it is about is committed here; what is parked is looked at again for a quarter of an hour. */
export const examineParkedEvents = job('payments.examineParkedEvents', seconds(15), async (context) => {
  const due = await context.sql.query<{ id: string }>(
    `select id from provider_event where status = 'PARKED' and received_at > now() - interval '15 minutes' order by received_at limit 50`,
  );
  for (const { id } of due) {
    const { provider, said } = await context.read.findOneOrFail(ProviderEvent, { id });
    if (said && (await heed(context, provider, said)) === null)
      await context.sql.query(`update provider_event set status = 'HANDLED', note = null where id = $1`, [id]);
  }
});
