import type { DomainContext } from '@stoa/kit/use-case';
import type { ProviderEvent } from './provider-event.entity.ts';
import { heedAgain } from './receive-notice.ts';

/** Looks once more at what was parked, and writes down that it fits now, or why it still does not. */
export async function examine(context: DomainContext, event: ProviderEvent): Promise<void> {
  const note = await heedAgain(context, event);
  if (note === null) await context.write(`update provider_event set status = 'HANDLED', note = null where id = $1`, [event.id]);
  else if (note !== event.note)
    await context.write(`update provider_event set note = $2 where id = $1 and status = 'PARKED'`, [event.id, note.slice(0, 500)]);
}
