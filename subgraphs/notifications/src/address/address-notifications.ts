import { groupBy, indexBy } from '@stoa/kit/graphql';
import { newId } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import { NotificationCreated } from '@stoa/schema/events/notifications';
import type { CarriedChannel } from '../channel/channel.ts';
import type { Preference } from '../preference/wanted-ways.ts';
import type { Gathered } from './gather.ts';
import { type Reachable, waysOf } from './ways-of.ts';

/**
 * After this nobody wants to hear of it any more: the queue gives it up, and of what happened longer ago nobody is written to, as when this
 * domain reads its first events from a shop that has been there for years.
 */
export const WANTED_FOR = '2 days';

interface RecipientRow {
  readonly user_id: string;
  readonly digest: Reachable['digest'];
  readonly last_sequence: number;
}

interface ForSomebody extends Gathered {
  readonly userId: string;
}

/** Writes down who is told and by which ways, once for each notification, and gives each its place among those of its user. */
export async function addressNotifications(
  tx: Transaction,
  gathered: readonly Gathered[],
  carried: ReadonlyMap<CarriedChannel, unknown>,
): Promise<void> {
  const open = await tx.sql.query<{ id: string }>(
    'select id from notification where id = any($1::uuid[]) and addressed_at is null order by id for update',
    [gathered.map(({ id }) => id)],
  );
  const isOpen = new Set(open.map(({ id }) => id));
  const ours = gathered.filter(({ id }) => isOpen.has(id)).sort((one, other) => (one.id < other.id ? -1 : 1));
  const forSomebody = ours.filter((each): each is ForSomebody => each.userId !== null);
  const recipients = await countUp(tx, forSomebody);
  const reachable = await readReachable(tx, recipients);
  const ways = new Map(
    forSomebody.map(({ id, userId, kind, isOld }) => [id, waysOf(kind, reachable.get(userId)!, new Set(isOld ? [] : carried.keys()))]),
  );
  const sequences = numbered(forSomebody, recipients);
  await settle(
    tx,
    ours.map(({ id, userId, names }) => ({
      ...{ id, names, user_id: userId, sequence: sequences.get(id) ?? null },
      awaits_digest: ways.get(id)?.awaitsDigest ?? false,
    })),
  );
  const deliveries = forSomebody.flatMap(({ id }) =>
    ways.get(id)!.deliveries.map(({ channel, contactId }) => ({ id: newId(), notification_id: id, channel, contact_id: contactId })),
  );
  await queue(tx, deliveries);
  const live = new Set(deliveries.filter(({ channel }) => channel === 'LIVE').map((delivery) => delivery.notification_id));
  for (const { id, userId } of forSomebody.filter((each) => live.has(each.id)))
    tx.emit(NotificationCreated, { id: userId, version: sequences.get(id)! }, { notificationId: id, userId });
  if (deliveries.length > live.size) tx.wakeJob('notifications.send');
}

/** Locks everybody who is told something, in one order for all, and keeps how much that is. */
async function countUp({ sql }: Transaction, notices: readonly ForSomebody[]): Promise<readonly RecipientRow[]> {
  return sql.query<RecipientRow>(
    `insert into recipient (user_id, last_sequence)
     select user_id, count(*) from unnest($1::uuid[]) as told (user_id) group by user_id order by user_id
     on conflict (user_id) do update set last_sequence = recipient.last_sequence + excluded.last_sequence
     returning user_id, digest, last_sequence`,
    [notices.map(({ userId }) => userId)],
  );
}

/** The last of somebody's notifications has their last number. */
function numbered(notices: readonly ForSomebody[], recipients: readonly RecipientRow[]): Map<string, number> {
  const lastOf = indexBy(recipients, ({ user_id }) => user_id);
  return new Map(
    [...groupBy(notices, ({ userId }) => userId)].flatMap(([userId, theirs]) =>
      theirs.map(({ id }, index): [string, number] => [id, lastOf.get(userId)!.last_sequence - theirs.length + 1 + index]),
    ),
  );
}

async function readReachable({ sql }: Transaction, recipients: readonly RecipientRow[]): Promise<Map<string, Reachable>> {
  const ids = recipients.map(({ user_id }) => user_id);
  const preferences = groupBy(
    await sql.query<Preference & { user_id: string }>(
      'select user_id, channel, kind, enabled from notification_preference where user_id = any($1::uuid[])',
      [ids],
    ),
    ({ user_id }) => user_id,
  );
  const contacts = groupBy(
    await sql.query<Reachable['contacts'][number] & { user_id: string }>(
      'select user_id, id, channel from contact where user_id = any($1::uuid[]) order by id',
      [ids],
    ),
    ({ user_id }) => user_id,
  );
  return new Map(
    recipients.map(({ user_id, digest }) => [
      user_id,
      { digest, preferences: preferences.get(user_id) ?? [], contacts: contacts.get(user_id) ?? [] },
    ]),
  );
}

async function settle({ sql }: Transaction, rows: readonly object[]): Promise<void> {
  await sql.query(
    `update notification set addressed_at = now(), user_id = row.user_id, names = row.names, sequence = row.sequence, awaits_digest = row.awaits_digest
     from jsonb_to_recordset($1) as row (id uuid, user_id uuid, names jsonb, sequence int, awaits_digest boolean) where notification.id = row.id`,
    [JSON.stringify(rows)],
  );
}

/** The live stream is read from the table, so what is for it is there with this commit. */
async function queue({ sql }: Transaction, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  await sql.query(
    `insert into notification_delivery (id, notification_id, channel, contact_id, status, attempts, delivered_at, deadline_at)
     select id, notification_id, channel, contact_id, case channel when 'LIVE' then 'DELIVERED' else 'QUEUED' end,
       case channel when 'LIVE' then 1 else 0 end, case channel when 'LIVE' then now() end, now() + $2::interval
     from jsonb_to_recordset($1) as row (id uuid, notification_id uuid, channel text, contact_id uuid)`,
    [JSON.stringify(rows), WANTED_FOR],
  );
}
