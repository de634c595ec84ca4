import { job, seconds } from '@stoa/kit/jobs';
import { examine } from './examine.ts';
import { ProviderEvent } from './provider-event.entity.ts';

/** A webhook may come before what it is about is committed here; what is parked is looked at again for a quarter of an hour, and when an operator wants it. */
export const examineParkedEvents = job('payments.examineParkedEvents', seconds(15), async (context) => {
  const due = await context.sql.query<{ id: string }>(
    `select id from provider_event where status = 'PARKED' and examine_until > now() order by received_at limit 50`,
  );
  for (const { id } of due) await examine(context, await context.read.findOneOrFail(ProviderEvent, { id }));
});
