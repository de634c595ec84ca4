import type { DomainContext } from '@stoa/kit/use-case';
import type { CarriedChannel } from '../channel/channel.ts';
import type { KeptNotice } from '../kind/kinds.ts';

/** A delivery that is tried now, with all that is kept of what it says and to whom. */
export interface Due {
  readonly id: string;
  readonly channel: CarriedChannel;
  readonly attempts: number;
  readonly userId: string;
  readonly notice: KeptNotice;
  readonly locale: string | null;
  /** Null for mail, and where the address is there no more. */
  readonly address: string | null;
  readonly contactId: string | null;
}

/** Longer than all tries of one claim take. A process that dies in the midst of them has them tried again after this. */
const LEASE = '10 minutes';

/** What is due, of channels that there are, put off before the first is tried. */
export const claim = ({ sql }: DomainContext, channels: readonly CarriedChannel[], limit: number): Promise<Due[]> =>
  sql.query<Due>(
    `with claimed as (
       update notification_delivery set attempts = attempts + 1, next_try_at = now() + $2::interval
       where id in (
         select id from notification_delivery where status = 'QUEUED' and next_try_at <= now() and deadline_at > now() and channel = any($1::text[])
         order by next_try_at, id limit $3 for update skip locked)
       returning id, notification_id, channel, attempts, contact_id)
     select claimed.id, claimed.channel, claimed.attempts, claimed.contact_id as "contactId", n.user_id as "userId", r.locale, contact.value as address,
       jsonb_build_object('kind', n.kind, 'data', n.data, 'names', n.names) as notice
     from claimed join notification n on n.id = claimed.notification_id
       left join recipient r on r.user_id = n.user_id left join contact on contact.id = claimed.contact_id
     order by claimed.id`,
    [channels, LEASE, limit],
  );

/** What nobody wants to hear of any more, and what cannot go since its channel is configured no more, ends. */
export async function endOverdue(context: DomainContext): Promise<number> {
  const ended = await context.write(
    `update notification_delivery set status = 'FAILED', error = coalesce(error, 'overdue') where status = 'QUEUED' and deadline_at <= now() returning id`,
    [],
  );
  return ended.length;
}
