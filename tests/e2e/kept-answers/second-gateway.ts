import { type FollowChanges, type Gateway, startGateway } from '@stoa/gateway/index';
import { type BusChoice, makeBus } from 'stoa/bus-choice';
import { changesOn } from 'stoa/follow-changes';
import { InProcessTransport } from 'stoa/in-process-transport';
import type { Platform } from 'stoa/platform';
import { supergraphOf } from 'stoa/supergraph-of';
import { routesOf } from 'stoa/write-schema';
import { freePort } from '../../../cli/src/infrastructure/free-port.ts';

export interface AnotherGateway {
  readonly gateway: Gateway;
  close(): Promise<void>;
}

/** One more gateway before a shop's domains, which hears of changes by a connection of its own; or, for comparison, not at all. */
export async function anotherGateway({ domains }: Platform, choice: BusChoice | 'deaf'): Promise<AnotherGateway> {
  const manifests = [...domains.values()].map(({ manifest }) => manifest);
  const contracts = manifests.flatMap(({ publishes }) => publishes);
  const bus = choice === 'deaf' ? undefined : makeBus(choice, { info() {}, warn() {}, error() {} });
  const followChanges: FollowChanges = bus ? changesOn(async () => bus, contracts) : async () => ({ stop: async () => undefined });
  const gateway = await startGateway({
    supergraphSdl: supergraphOf(manifests),
    port: await freePort(),
    transports: Object.fromEntries(manifests.map(({ name }) => [name, new InProcessTransport(name, () => domains.get(name))])),
    routes: routesOf(manifests),
    cache: { followChanges },
  });
  return {
    gateway,
    close: async () => {
      await gateway.close();
      await bus?.close();
    },
  };
}
