import type { DomainContext } from '@stoa/kit/use-case';
import type { CarriedChannel } from '../channel/channel.ts';
import { addressNotifications, WANTED_FOR } from './address-notifications.ts';
import { gather, type Unaddressed } from './gather.ts';

const AT_ONCE = 200;

/** When what could not be asked now is asked again. */
const AGAIN_AFTER = '30 seconds';

/** Decides for all that was noted, batch after batch, by which of the ways that are carried it goes. */
export async function addressDue(context: DomainContext, carried: ReadonlyMap<CarriedChannel, unknown>): Promise<void> {
  for (;;) {
    const due = await claim(context);
    const gathered = await gather(context, due);
    if (gathered.length > 0) await context.transact((tx) => addressNotifications(tx, gathered, carried));
    if (due.length < AT_ONCE) return;
  }
}

/** What is due, put off before anybody is asked, so that what cannot be asked keeps nothing else waiting. */
const claim = ({ sql }: DomainContext): Promise<Unaddressed[]> =>
  sql.query<Unaddressed>(
    `update notification set next_try_at = now() + $2::interval
     where id in (select id from notification where addressed_at is null and next_try_at <= now() order by next_try_at, id limit $1 for update skip locked)
     returning id, kind, audience, audience_id as "audienceId", data, created_at < now() - $3::interval as "isOld"`,
    [AT_ONCE, AGAIN_AFTER, WANTED_FOR],
  );
