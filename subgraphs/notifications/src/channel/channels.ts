import { type Environment, resource } from '@stoa/kit/subgraph';
import type { CarriedChannel, Channel } from './channel.ts';

/** Makes a channel of what is configured; null where nothing is. What it needs is loaded when the first message goes. */
export type MakeChannel = (environment: Environment) => Channel | null;

const makers: readonly MakeChannel[] = [];

/** The channels that this installation has. */
export const channels = resource('notification channels', (environment): ReadonlyMap<CarriedChannel, Channel> => {
  const made = makers.flatMap((make) => make(environment) ?? []);
  return new Map(made.map((channel) => [channel.kind, channel]));
});
