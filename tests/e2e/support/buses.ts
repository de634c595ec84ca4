import type { PlatformOptions } from 'stoa/platform';
import { subgraphNames } from 'stoa/workspace';
import { natsForTests } from '../../setup/nats-for-tests.ts';
import { openShop, type Shop } from './shop.ts';

/** A way for events to travel, on which a whole scenario can run. */
export interface BusAtHand {
  readonly name: string;
  openShop(overrides?: Partial<PlatformOptions>): Promise<Shop>;
  /** Ends what carries the events. */
  close(): Promise<void>;
}

/** The bus in the process, and JetStream wherever a server can be had. */
export async function busesAtHand(): Promise<readonly BusAtHand[]> {
  const embedded: BusAtHand = { name: 'the embedded bus', openShop, close: async () => undefined };
  const nats = await natsForTests(subgraphNames());
  if (!nats) return [embedded];
  const bus = { servers: [nats.server.url], credentials: (domain: string) => nats.server.credentials(domain) };
  return [embedded, { name: 'JetStream', openShop: (overrides) => openShop({ ...overrides, bus }), close: () => nats.remove() }];
}
