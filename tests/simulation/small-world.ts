import { anonymous, type Viewer } from '@stoa/kit/auth';
import type { DurableConsumer } from '@stoa/kit/events';
import type { Job } from '@stoa/kit/jobs';
import { createLog, newTraceparent } from '@stoa/kit/observability';
import { type Domain, type RunningDomains, runDomains } from '@stoa/kit/subgraph';
import { type Books, consumersOf, machinesOf } from '../../cli/src/audit/books.ts';
import { loadManifests, subgraphNames } from '../../cli/src/workspace.ts';
import { Refused } from '../torture/graph.ts';
import { BusAtHand } from './bus-at-hand.ts';
import { Providers } from './providers.ts';
import { liveBy } from './statement-cut.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Every domain in this process, on databases of their own, where nothing moves unless it is told to: no timer, no bus, no webhook, no clock. */
export class SmallWorld {
  readonly clock: VirtualClock;
  readonly providers: Providers;
  readonly databaseOf: (domain: string) => string;
  readonly #running: RunningDomains;
  readonly #bus: BusAtHand;
  readonly #books: Omit<Books, 'provider'>;
  readonly #leaveItsTime: () => void;

  private constructor(parts: {
    clock: VirtualClock;
    providers: Providers;
    databaseOf: SmallWorld['databaseOf'];
    running: RunningDomains;
    bus: BusAtHand;
    books: Omit<Books, 'provider'>;
    leaveItsTime: () => void;
  }) {
    this.clock = parts.clock;
    this.providers = parts.providers;
    this.databaseOf = parts.databaseOf;
    this.#running = parts.running;
    this.#bus = parts.bus;
    this.#books = parts.books;
    this.#leaveItsTime = parts.leaveItsTime;
  }

  /** On databases that are there, and live by a virtual clock: `urlOf` says where. One world at a time, since a process has one clock. */
  static async open(urlOf: (domain: string) => string, tmp: string): Promise<SmallWorld> {
    const clock = new VirtualClock();
    const leaveItsTime = clock.install();
    liveBy(clock);
    const providers = await Providers.open(tmp);
    const manifests = await loadManifests(subgraphNames());
    const bus = new BusAtHand();
    const running = await runDomains({
      manifests,
      databaseUrlOf: urlOf,
      poolSize: 3,
      environment: { ...providers.environment, STOA_PAYOUT_HOLD_DAYS: '0' },
      log: createLog('simulation', 'silent'),
      busFor: async () => bus,
      jobsByTimer: false,
    });
    const rows = <Row extends object>(domain: string, sql: string): Promise<Row[]> => running.domains.get(domain)!.database.query<Row>(sql);
    const books = { domains: subgraphNames(), rows, consumers: consumersOf(manifests), machines: machinesOf(manifests) };
    const databaseOf = (domain: string): string => new URL(urlOf(domain)).pathname.slice(1);
    return new SmallWorld({ clock, providers, databaseOf, running, bus, books, leaveItsTime });
  }

  get domains(): ReadonlyMap<string, Domain> {
    return this.#running.domains;
  }

  get consumers(): readonly DurableConsumer[] {
    return this.#bus.consumers;
  }

  get jobs(): readonly { readonly domain: Domain; readonly job: Job }[] {
    return [...this.domains.values()].flatMap((domain) => domain.manifest.jobs.map((job) => ({ domain, job })));
  }

  /** The books of now, the providers' included. */
  async read(): Promise<Books> {
    return { ...this.#books, provider: await this.providers.books() };
  }

  rows<Row extends object>(domain: string, sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.domains.get(domain)!.database.query<Row>(sql, parameters);
  }

  /** Asks one domain's graph, as its gateway would. */
  async ask<T>(domain: string, viewer: Viewer, query: string, variables: Record<string, unknown>): Promise<T> {
    const asker = { viewer, traceparent: newTraceparent(), userAgent: null };
    const { data, errors } = await this.domains.get(domain)!.execute({ query, variables }, asker);
    if (errors?.[0]) throw new Refused(String(errors[0].extensions?.code ?? 'UNKNOWN'), errors[0].message);
    return data as T;
  }

  /** What a provider or a carrier tells, as its gateway hands it on; the status of the answer. */
  async tell(domain: string, path: string, body: string, headers: Readonly<Record<string, string>>): Promise<number> {
    const request = { method: 'POST', path, query: new URLSearchParams(), headers, body: Buffer.from(body) } as const;
    return (await this.domains.get(domain)!.route(request, anonymous, newTraceparent())).status;
  }

  async close(): Promise<void> {
    await this.#running.stop();
    await this.providers.close();
    liveBy(null);
    this.#leaveItsTime();
  }
}
