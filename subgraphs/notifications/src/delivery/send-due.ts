import type { DomainContext } from '@stoa/kit/use-case';
import { readContacts } from '@stoa/schema/commands/identity';
import type { CarriedChannel, Channel, DeliveryOutcome } from '../channel/channel.ts';
import { deadAmong, endAddress } from '../contact/end-address.ts';
import { messageTries } from '../figures.ts';
import { notificationSettings } from '../settings.ts';
import { readUnsubscribeSecret } from '../unsubscribe/unsubscribe-link.ts';
import { claim, type Due } from './claim.ts';
import { composeMessage } from './compose-message.ts';
import { resultOf, type TryResult } from './result-of.ts';

const AT_ONCE = 200;

/** So many are on their way at a moment, and would go twice by a provider that knows no keys, were the process to die then. */
const ABREAST = 25;

/** A provider that says nothing for so long is not there. */
const PATIENCE_MS = 20_000;

type Carriers = ReadonlyMap<CarriedChannel, Channel>;

interface Settled extends TryResult, Pick<Due, 'id' | 'channel'> {}

/** Tries all that is due, batch after batch. What came of a handful is written down before the next one goes. */
export async function sendDue(context: DomainContext, carriers: Carriers): Promise<void> {
  if (carriers.size === 0) return;
  for (;;) {
    const due = await claim(context, [...carriers.keys()], AT_ONCE);
    const addressOf = await readAddresses(context, due);
    for (let from = 0; from < due.length; from += ABREAST) {
      const some = due.slice(from, from + ABREAST);
      await settle(context, await Promise.all(some.map((each) => attempt(context, carriers, each, addressOf))));
    }
    if (due.length < AT_ONCE) return;
  }
}

/** Where identity says that people are written to, now; nobody who is unknown, and no address that takes no mail. */
async function readAddresses(context: DomainContext, due: readonly Due[]): Promise<(due: Due) => string | null | undefined> {
  const userIds = [...new Set(due.flatMap(({ channel, userId }) => (channel === 'EMAIL' ? [userId] : [])))];
  if (userIds.length === 0) return ({ address }) => address;
  try {
    const { contacts } = await context.call(readContacts, { userIds, sellerIds: [] });
    const dead = await deadAmong(
      context.sql,
      contacts.map(({ email }) => email),
    );
    const emailOf = new Map(contacts.map(({ userId, email }) => [userId, dead.has(email) ? null : email]));
    return ({ channel, userId, address }) => (channel === 'EMAIL' ? (emailOf.get(userId) ?? null) : address);
  } catch (err) {
    context.log.warn({ err }, 'identity does not say where mail goes; it is asked again');
    return ({ channel, address }) => (channel === 'EMAIL' ? undefined : address);
  }
}

async function attempt(
  context: DomainContext,
  carriers: Carriers,
  due: Due,
  addressOf: (due: Due) => string | null | undefined,
): Promise<Settled> {
  const outcome = await outcomeOf(context, carriers.get(due.channel)!, due, addressOf(due));
  if (outcome.kind !== 'delivered') context.log.warn({ deliveryId: due.id, channel: due.channel, outcome }, 'a message was not delivered');
  return { id: due.id, channel: due.channel, ...resultOf(outcome, due.attempts) };
}

async function outcomeOf(context: DomainContext, channel: Channel, due: Due, address: string | null | undefined): Promise<DeliveryOutcome> {
  if (address === undefined) return { kind: 'retry', code: 'address_unknown' };
  if (address === null) return { kind: 'permanent', code: 'no_address' };
  try {
    const message = composeMessage(context.use(notificationSettings), await readUnsubscribeSecret(context), due, address);
    const outcome = await channel.deliver(message, AbortSignal.timeout(PATIENCE_MS));
    if (outcome.kind === 'permanent' && outcome.isAddressGone) await endAddress(context.sql, due.channel, address, outcome.code);
    return outcome;
  } catch (err) {
    // Not the error itself: what a provider says names addresses, and what is logged is kept.
    context.log.error(
      { deliveryId: due.id, channel: due.channel, error: (err as Error).name },
      'a channel failed in a way that it does not foresee',
    );
    return { kind: 'retry', code: 'channel_failed' };
  }
}

const TOLD_AS = { DELIVERED: 'delivered', QUEUED: 'again', FAILED: 'failed' } as const;

function settle(context: DomainContext, results: readonly Settled[]): Promise<void> {
  return context.transact(async (tx) => {
    await tx.sql.query(
      `update notification_delivery set status = result.status, error = result.error, provider_id = result."providerId",
         delivered_at = case result.status when 'DELIVERED' then now() end,
         next_try_at = now() + make_interval(secs => coalesce(result."againAfter", 0))
       from jsonb_to_recordset($1) as result (id uuid, status text, error text, "providerId" text, "againAfter" int)
       where notification_delivery.id = result.id and notification_delivery.status = 'QUEUED'`,
      [JSON.stringify(results)],
    );
    for (const { channel, status } of results) tx.count(messageTries, { channel, outcome: TOLD_AS[status] });
  });
}
