import { SubgraphUnavailable } from '@stoa/gateway/index';
import type { Domain } from '@stoa/kit/subgraph';
import type { Shop } from './shop.ts';

/** A domain that nobody can reach. */
export interface Outage {
  /** It is back. */
  end(): void;
}

const WAYS_IN = ['execute', 'subscribe', 'answer', 'route'] as const satisfies readonly (keyof Domain)[];

/** Closes a domain's four ways in and rests its jobs, as if its process were gone; its database stays, as it would. */
export async function outageOf(shop: Shop, name: string): Promise<Outage> {
  const domain = shop.platform.domains.get(name)!;
  await domain.stopJobs();
  const refuse = (): Promise<never> => Promise.reject(new SubgraphUnavailable('refused', `${name} is down`));
  for (const way of WAYS_IN) Object.defineProperty(domain, way, { value: refuse, configurable: true });
  return {
    end: () => {
      for (const way of WAYS_IN) Reflect.deleteProperty(domain, way);
      domain.startJobs();
    },
  };
}
