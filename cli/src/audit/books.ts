import type { Machine } from '@stoa/kit/machine';
import type { Manifest } from '@stoa/kit/subgraph';

/** All that an audit looks at: every domain's database, and what the payment provider has in its own books. */
export interface Books {
  readonly domains: readonly string[];
  rows<Row extends object>(domain: string, sql: string): Promise<Row[]>;
  /** Null where the provider cannot be asked for everything at once. */
  readonly provider: ProviderBooks | null;
  /** Which events of whom a domain handles. */
  readonly consumers: readonly Consumer[];
  /** The machines of all domains. */
  readonly machines: readonly Machine[];
}

/** What a provider took and gave back, by its own id of the payment. */
export interface ProviderBooks {
  readonly intents: ReadonlyMap<string, ProviderIntent>;
  /** What it passed on to sellers, by currency. */
  readonly transferredMinor: ReadonlyMap<string, number>;
}

export interface ProviderIntent {
  readonly paymentId: string | null;
  readonly currency: string;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  /** What the buyer's bank took back and keeps. */
  readonly lostMinor: number;
}

export interface Consumer {
  readonly domain: string;
  readonly stream: string;
  readonly events: readonly string[];
}

export function consumersOf(manifests: readonly Manifest[]): Consumer[] {
  return manifests.flatMap(({ name: domain, handlers }) => {
    const streams = [...new Set(handlers.map(({ contract }) => contract.domain))];
    return streams.map((stream) => ({
      domain,
      stream,
      events: handlers.filter(({ contract }) => contract.domain === stream).map(({ contract }) => contract.name),
    }));
  });
}

export const machinesOf = (manifests: readonly Manifest[]): Machine[] => manifests.flatMap(({ machines }) => machines);
