import type { NotificationChannel } from '../channel/channel.ts';
import { type Kind, kinds, OFF_UNLESS_WANTED } from '../kind/kinds.ts';

/** What somebody has said: of one kind, or, where it is empty, of all of which nothing else was said. */
export interface Preference {
  readonly channel: NotificationChannel;
  readonly kind: string;
  readonly enabled: boolean;
}

/** Ways that a security notice goes whatever somebody has said: whoever took an account over would say so. */
const SECURITY_WAYS: readonly NotificationChannel[] = ['EMAIL', 'LIVE'];

/** Whether nobody can switch it off. */
export const isFixed = (kind: Kind, channel: NotificationChannel): boolean =>
  kinds[kind].security === true && SECURITY_WAYS.includes(channel) && !kinds[kind].notBy?.includes(channel);

/** Whether somebody wants to be told of a kind by a channel, as far as anybody can say. */
export function isWanted(kind: Kind, channel: NotificationChannel, preferences: readonly Preference[]): boolean {
  if (kinds[kind].notBy?.includes(channel)) return false;
  if (isFixed(kind, channel)) return true;
  const said = (what: string) => preferences.find((preference) => preference.channel === channel && preference.kind === what)?.enabled;
  return said(kind) ?? said('') ?? !OFF_UNLESS_WANTED.some((channelOff) => channelOff === channel);
}
