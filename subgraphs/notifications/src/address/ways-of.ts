import type { CarriedChannel, NotificationChannel } from '../channel/channel.ts';
import { type Kind, kinds } from '../kind/kinds.ts';
import { isWanted, type Preference } from '../preference/wanted-ways.ts';

/** What is known of somebody when it is decided how they are told. */
export interface Reachable {
  readonly digest: 'NEVER' | 'DAILY';
  readonly preferences: readonly Preference[];
  readonly contacts: readonly { readonly id: string; readonly channel: CarriedChannel }[];
}

export interface Ways {
  readonly deliveries: readonly { readonly channel: NotificationChannel; readonly contactId: string | null }[];
  /** Instead of a mail of its own. */
  readonly awaitsDigest: boolean;
}

/** By which ways somebody is told: those that they want, that there are, and at each address of theirs. */
export function waysOf(kind: Kind, { digest, preferences, contacts }: Reachable, carried: ReadonlySet<CarriedChannel>): Ways {
  const wants = (channel: NotificationChannel): boolean => isWanted(kind, channel, preferences);
  const mails = carried.has('EMAIL') && wants('EMAIL');
  const awaitsDigest = mails && digest === 'DAILY' && kinds[kind].digest === true;
  return {
    awaitsDigest,
    deliveries: [
      ...(wants('LIVE') ? [{ channel: 'LIVE', contactId: null } as const] : []),
      ...(mails && !awaitsDigest ? [{ channel: 'EMAIL', contactId: null } as const] : []),
      ...contacts.filter(({ channel }) => carried.has(channel) && wants(channel)).map(({ id, channel }) => ({ channel, contactId: id })),
    ],
  };
}
