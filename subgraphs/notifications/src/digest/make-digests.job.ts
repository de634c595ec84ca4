import { job, minutes } from '@stoa/kit/jobs';
import { newId } from '@stoa/kit/persistence';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { WANTED_FOR } from '../address/address-notifications.ts';
import { isWanted, type Preference } from '../preference/wanted-ways.ts';

const AT_ONCE = 100;

/** More than anybody reads in one mail; the rest is in the next. */
const LONGEST = 100;

interface Due {
  readonly user_id: string;
}

/** Sums up what waits for those whose day is over, or who want no digests any more. */
export const makeDigests = job('notifications.makeDigests', minutes(10), async (context) => {
  for (;;) {
    const due = await dueUsers(context);
    for (const { user_id } of due) await context.transact((tx) => makeDigest(tx, user_id));
    if (due.length < AT_ONCE) return;
  }
});

const dueUsers = ({ sql }: DomainContext): Promise<Due[]> =>
  sql.query<Due>(
    `select user_id from recipient r where (r.digest = 'NEVER' or r.next_digest_at <= now())
       and exists (select from notification n where n.user_id = r.user_id and n.awaits_digest) order by user_id limit $1`,
    [AT_ONCE],
  );

async function makeDigest(tx: Transaction, userId: string): Promise<void> {
  const [due] = await tx.sql.query(
    `update recipient set next_digest_at = case digest when 'DAILY' then now() + interval '1 day' end
     where user_id = $1 and (digest = 'NEVER' or next_digest_at <= now()) returning user_id`,
    [userId],
  );
  if (!due) return;
  const items = await tx.sql.query<{ kind: string; data: object; names: object }>(
    `with summed as (
       update notification set awaits_digest = false where id in (
         select id from notification where user_id = $1 and awaits_digest order by id limit $2 for update)
       returning id, kind, data, names)
     select kind, data, names from summed order by id`,
    [userId, LONGEST],
  );
  const said = await tx.sql.query<Preference>('select channel, kind, enabled from notification_preference where user_id = $1', [userId]);
  if (items.length === 0 || !isWanted('DIGEST', 'EMAIL', said)) return;
  const id = newId();
  await tx.sql.query(
    `insert into notification (id, event_id, kind, audience, audience_id, data, names, user_id, created_at, addressed_at)
     values ($1, $1, 'DIGEST', 'USER', $2, $3, '{}', $2, now(), now())`,
    [id, userId, JSON.stringify({ items })],
  );
  await tx.sql.query(
    `insert into notification_delivery (id, notification_id, channel, status, deadline_at) values ($1, $2, 'EMAIL', 'QUEUED', now() + $3::interval)`,
    [newId(), id, WANTED_FOR],
  );
  tx.wakeJob('notifications.send');
}
