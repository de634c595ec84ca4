import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '@stoa/kit/auth';
import type { DurableConsumer } from '@stoa/kit/events';
import type { Job } from '@stoa/kit/jobs';
import { createLog, newTraceparent } from '@stoa/kit/observability';
import { type Domain, type RunningDomains, runDomains } from '@stoa/kit/subgraph';
import { type Books, consumersOf, machinesOf } from '../../cli/src/audit/books.ts';
import { type Sandboxes, startSandboxes } from '../../cli/src/sandboxes.ts';
import { loadManifests, subgraphNames } from '../../cli/src/workspace.ts';
import { Refused } from '../torture/graph.ts';
import { readProvider } from '../torture/open-books.ts';
import { BusAtHand } from './bus-at-hand.ts';

export const WEBHOOK_SECRET = 'whsec_simulation';

/** Every domain in this process, on databases of their own, where nothing moves unless it is told to: no timer, no bus, no webhook. */
export class SmallWorld {
  readonly stripeUrl: string;
  readonly #running: RunningDomains;
  readonly #sandboxes: Sandboxes;
  readonly #bus: BusAtHand;
  readonly #folder: string;
  readonly books: Books;
  readonly databaseOf: (domain: string) => string;

  private constructor(parts: {
    databaseOf: SmallWorld['databaseOf'];
    running: RunningDomains;
    sandboxes: Sandboxes;
    bus: BusAtHand;
    folder: string;
    books: Books;
  }) {
    this.#running = parts.running;
    this.#sandboxes = parts.sandboxes;
    this.#bus = parts.bus;
    this.#folder = parts.folder;
    this.books = parts.books;
    this.databaseOf = parts.databaseOf;
    this.stripeUrl = parts.sandboxes.stripe!.url;
  }

  /** On databases that are there: `urlOf` says where. */
  static async open(urlOf: (domain: string) => string, tmp: string): Promise<SmallWorld> {
    const folder = mkdtempSync(join(tmp, 'stoa-simulation-'));
    const log = createLog('simulation', 'silent');
    const secrets = {
      stripeWebhookSecret: WEBHOOK_SECRET,
      carrierWebhookSecret: WEBHOOK_SECRET,
      razorpayWebhookSecret: WEBHOOK_SECRET,
      storeSecret: WEBHOOK_SECRET,
    };
    // Webhooks go nowhere: what the provider would tell is read from it, and told when its turn comes.
    const nowhere = 'http://127.0.0.1:9';
    const sandboxes = await startSandboxes(
      { stripePort: 0, carrierPort: 0, razorpayPort: 0, storePort: 0, dataDir: folder, log, ...secrets },
      nowhere,
    );
    const manifests = await loadManifests(subgraphNames());
    const bus = new BusAtHand();
    const running = await runDomains({
      manifests,
      databaseUrlOf: urlOf,
      poolSize: 4,
      environment: { ...sandboxes.environment, STOA_PAYOUT_HOLD_DAYS: '0' },
      log,
      busFor: async () => bus,
      jobsByTimer: false,
    });
    const rows = <Row extends object>(domain: string, sql: string): Promise<Row[]> => running.domains.get(domain)!.database.query<Row>(sql);
    const provider = await readProvider(join(folder, 'stripe'));
    const books = { domains: subgraphNames(), rows, consumers: consumersOf(manifests), machines: machinesOf(manifests), provider };
    const databaseOf = (domain: string): string => new URL(urlOf(domain)).pathname.slice(1);
    return new SmallWorld({ databaseOf, running, sandboxes, bus, folder, books });
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

  /** The books of now, the provider's included. */
  async read(): Promise<Books> {
    return { ...this.books, provider: await readProvider(join(this.#folder, 'stripe')) };
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

  async close(): Promise<void> {
    await this.#running.stop();
    await this.#sandboxes.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
