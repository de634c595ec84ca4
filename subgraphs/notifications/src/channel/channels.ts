import { type Environment, resource } from '@stoa/kit/subgraph';
import type { CarriedChannel, Channel } from './channel.ts';
import { emailChannel } from './email/email.channel.ts';
import { pushChannel } from './push/push.channel.ts';
import { smsChannel } from './sms/sms.channel.ts';
import { telegramChannel } from './telegram/telegram.channel.ts';

/** Makes a channel of what is configured; null where nothing is. What it needs is loaded when the first message goes. */
export type MakeChannel = (environment: Environment) => Channel | null;

const makers: readonly MakeChannel[] = [emailChannel, smsChannel, pushChannel, telegramChannel];

/** The channels that this installation has. */
export const channels = resource('notification channels', (environment): ReadonlyMap<CarriedChannel, Channel> => {
  const made = makers.flatMap((make) => make(environment) ?? []);
  return new Map(made.map((channel) => [channel.kind, channel]));
});
