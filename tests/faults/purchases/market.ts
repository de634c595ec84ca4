import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseNameOf } from '../../../cli/src/configuration.ts';
import { freePort } from '../../../cli/src/infrastructure/free-port.ts';
import { type EmbeddedPostgres, startPostgres } from '../../../cli/src/infrastructure/postgres.ts';
import { subgraphNames } from '../../../cli/src/workspace.ts';
import { databaseUrl } from '../../../kit/src/persistence/create-database.ts';
import { type NatsForTests, natsForTests } from '../../setup/nats-for-tests.ts';
import { Member } from './member.ts';
import { type OpenBooks, openBooks } from './open-books.ts';

/** Which subgraphs share a process; orders and inventory have two replicas. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  front: ['identity', 'catalog'],
  'inventory-1': ['inventory'],
  'inventory-2': ['inventory'],
  cart: ['cart'],
  'orders-1': ['orders'],
  'orders-2': ['orders'],
  payments: ['payments'],
  back: ['ledger', 'fulfillment', 'media'],
};

/** The whole marketplace as processes of this machine, each of which may be killed: ten of it, a broker and a Postgres. */
export class Market {
  readonly members: ReadonlyMap<string, Member>;
  readonly nats: NatsForTests;
  readonly url: string;
  readonly stripeUrl: string;
  readonly books: OpenBooks;
  readonly #dataDir: string;
  #postgres: EmbeddedPostgres;

  private constructor(
    parts: Pick<Market, 'members' | 'nats' | 'url' | 'stripeUrl' | 'books'> & { dataDir: string; postgres: EmbeddedPostgres },
  ) {
    this.members = parts.members;
    this.nats = parts.nats;
    this.url = parts.url;
    this.stripeUrl = parts.stripeUrl;
    this.books = parts.books;
    this.#dataDir = parts.dataDir;
    this.#postgres = parts.postgres;
  }

  static async open(): Promise<Market> {
    const nats = await natsForTests(subgraphNames());
    if (!nats) throw new Error('No nats-server can be had.');
    const dataDir = mkdtempSync(join(tmpdir(), 'stoa-purchases-'));
    const postgres = await startPostgres(postgresOptions(dataDir));
    const sandboxes = { stripe: await freePort(), carrier: await freePort(), razorpay: await freePort(), store: await freePort() };
    const ports = { gateway: await freePort(), ...sandboxes, of: await groupPorts() };
    const environment = environmentOf(dataDir, postgres, nats, ports);
    const member = (name: string, args: readonly string[], servers: number) =>
      [name, new Member(name, args, environment, dataDir, servers)] as const;
    const members = new Map([
      member('sandbox', ['sandbox'], 2),
      ...Object.entries(GROUPS).map(([name, group]) => member(name, ['serve', ...group, '--port', String(ports.of[name])], group.length)),
      member('gateway', ['gateway'], 1),
    ]);
    // One after another: a machine of two cores would only make them wait for each other.
    for (const each of members.values()) await each.start();
    const books = await openBooks((name) => databaseUrl(postgres.url, databaseNameOf(name)), join(dataDir, 'stripe'));
    const origin = (port: number): string => `http://127.0.0.1:${port}`;
    return new Market({
      members,
      nats,
      books,
      dataDir,
      postgres,
      url: `${origin(ports.gateway)}/graphql`,
      stripeUrl: origin(ports.stripe),
    });
  }

  member(name: string): Member {
    return this.members.get(name)!;
  }

  async killNats(): Promise<void> {
    await this.nats.server.kill();
    await this.nats.restart();
  }

  async killPostgres(): Promise<void> {
    const { port } = this.#postgres;
    await this.#postgres.kill();
    this.#postgres = await startPostgres({ ...postgresOptions(this.#dataDir), port });
  }

  /** The sandbox's side doors. */
  async mischief(path: string, body: object): Promise<void> {
    await fetch(`${this.stripeUrl}/_sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.members.values()].map((each) => each.stop()));
    await this.books.close();
    await this.nats.remove();
    await this.#postgres.stop();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}

const postgresOptions = (dataDir: string) =>
  ({ dataDir: join(dataDir, 'postgres'), log: () => {}, maxConnections: 200, removeWhenOrphaned: true }) as const;

async function groupPorts(): Promise<Record<string, number>> {
  const ports: Record<string, number> = {};
  for (const [name, group] of Object.entries(GROUPS)) {
    // The next one listens on the port after it.
    do ports[name] = await freePort();
    while (ports[name] + group.length > 32_767);
  }
  return ports;
}

interface Ports {
  readonly gateway: number;
  readonly stripe: number;
  readonly carrier: number;
  readonly razorpay: number;
  readonly store: number;
  readonly of: Readonly<Record<string, number>>;
}

function environmentOf(dataDir: string, postgres: EmbeddedPostgres, nats: NatsForTests, ports: Ports): Record<string, string> {
  const urls = new Map<string, string[]>();
  for (const [group, names] of Object.entries(GROUPS))
    for (const [index, name] of names.entries())
      urls.set(name, [...(urls.get(name) ?? []), `http://127.0.0.1:${ports.of[group]! + index}`]);
  const named = (suffix: string, value: (name: string) => string): Record<string, string> =>
    Object.fromEntries(subgraphNames().map((name) => [`STOA_${name.toUpperCase()}_${suffix}`, value(name)]));
  return {
    DATABASE_URL: postgres.url,
    NATS_URL: nats.server.url,
    ...named('NATS_PASSWORD', (name) => nats.server.credentials(name).pass),
    ...named('URLS', (name) => urls.get(name)!.join(',')),
    STOA_SERVICE_ROOT_KEYS: `v1:${randomBytes(32).toString('hex')}`,
    STOA_DATA_DIR: dataDir,
    STOA_GATEWAY_URL: `http://127.0.0.1:${ports.gateway}`,
    PORT: String(ports.gateway),
    SANDBOX_STRIPE_PORT: String(ports.stripe),
    SANDBOX_CARRIER_PORT: String(ports.carrier),
    SANDBOX_RAZORPAY_PORT: String(ports.razorpay),
    SANDBOX_S3_PORT: String(ports.store),
    // What is earned may be taken out at once, so that payouts meet refunds.
    STOA_PAYOUT_HOLD_DAYS: '0',
    LOG_LEVEL: 'fatal',
  };
}
