import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseNameOf } from '../../cli/src/configuration.ts';
import { freePort } from '../../cli/src/infrastructure/free-port.ts';
import { type EmbeddedPostgres, startPostgres } from '../../cli/src/infrastructure/postgres.ts';
import { postgresAccount } from '../../cli/src/infrastructure/postgres-account.ts';
import { clusterFolder } from '../../cli/src/infrastructure/postgres-cluster.ts';
import { subgraphNames } from '../../cli/src/workspace.ts';
import { databaseUrl } from '../../kit/src/persistence/create-database.ts';
import { pooledDatabase } from '../faults/database.ts';
import { type NatsForTests, natsForTests } from '../setup/nats-for-tests.ts';
import { crashPointsOf } from './crash-points.ts';
import { type Addresses, environmentOf, groups, newSecrets, type Secrets } from './environment.ts';
import { Cleaner } from './left-behind.ts';
import { Member } from './member.ts';
import { type OpenBooks, openBooks } from './open-books.ts';
import { refusedByTheDisk, SmallDisk } from './small-disk.ts';
import { Wire } from './wire.ts';

/** Who reaches Postgres and who the broker over a wire, and who is reached over one. The others are on the same machine. */
const WIRED = {
  postgres: ['cart', 'orders-2', 'payments-2'],
  nats: ['inventory', 'orders-1', 'back'],
  http: ['inventory', 'orders-1', 'payments-1'],
} as const;

/** The domain whose tables are on a disk that can be filled. */
const ON_SMALL_DISK = 'orders';

interface Parts {
  readonly dataDir: string;
  readonly nats: NatsForTests;
  readonly addresses: Addresses;
  readonly secrets: Secrets;
  readonly members: ReadonlyMap<string, Member>;
  readonly wires: ReadonlyMap<string, Wire>;
  readonly books: OpenBooks;
  readonly disk: SmallDisk | null;
  /** Removes what a storm leaves behind, also where it is killed. */
  readonly cleaner: Cleaner;
}

export interface MarketOptions {
  /** A control: outboxes are carried without a fence. */
  readonly plainOutbox: boolean;
  /** A process has killed itself at a crash point. */
  onCrash(who: string, where: string): void;
}

/** The whole marketplace as processes of this machine, each of which may be killed: eleven of it, a broker and a Postgres. */
export class Market {
  readonly parts: Parts;
  readonly url: string;
  readonly gatewayUrl: string;
  readonly stripeUrl: string;
  readonly carrierUrl: string;
  readonly razorpayUrl: string;
  readonly muxUrl: string;
  readonly mailUrl: string;
  #postgres: EmbeddedPostgres;

  private constructor(parts: Parts, postgres: EmbeddedPostgres) {
    const { gateway, stripe, carrier, razorpay, mux, mail } = parts.addresses;
    this.parts = parts;
    this.gatewayUrl = origin(gateway);
    this.url = `${this.gatewayUrl}/graphql`;
    this.stripeUrl = origin(stripe);
    this.carrierUrl = origin(carrier);
    this.razorpayUrl = origin(razorpay);
    this.muxUrl = origin(mux);
    this.mailUrl = origin(mail);
    this.#postgres = postgres;
  }

  static async open({ plainOutbox, onCrash }: MarketOptions): Promise<Market> {
    const nats = await natsForTests(subgraphNames());
    if (!nats) throw new Error('No nats-server can be had.');
    const dataDir = mkdtempSync(join(tmpdir(), 'stoa-torture-'));
    const cleaner = new Cleaner();
    cleaner.remove(dataDir);
    // Postgres may run under an account of its own, and asks as that account whether it can reach its tables.
    chmodSync(dataDir, 0o711);
    const postgres = await startPostgres(postgresOptions(dataDir));
    const disk = SmallDisk.mount(join(dataDir, 'small-disk'), postgresAccount(clusterFolder(join(dataDir, 'postgres'))));
    if (disk) await putOnDisk(postgres.url, databaseNameOf(ON_SMALL_DISK), disk);
    const wires = await layWires(postgres.port, Number(new URL(nats.server.url).port));
    const addresses: Addresses = {
      gateway: await freePort(),
      stripe: await freePort(),
      carrier: await freePort(),
      razorpay: await freePort(),
      store: await freePort(),
      smtp: await freePort(),
      mux: await freePort(),
      mail: await freePort(),
      groups: await groupAddresses(wires),
    };
    const secrets = newSecrets();
    const environment = environmentOf(dataDir, nats, addresses, secrets);
    const members = new Map<string, Member>();
    const add = (name: string, args: readonly string[], servers: number, crashPoints: readonly string[]): void => {
      const own = {
        ...environment,
        DATABASE_URL: wires.has(`postgres ${name}`) ? overWire(postgres.url, wires.get(`postgres ${name}`)!) : postgres.url,
        NATS_URL: wires.has(`nats ${name}`) ? `nats://127.0.0.1:${wires.get(`nats ${name}`)!.port}` : nats.server.url,
        ...(plainOutbox && { TORTURE_CONTROL: 'plain-outbox' }),
      };
      members.set(name, new Member({ name, args, environment: own, dataDir, servers, crashPoints, onCrash }));
    };
    add('sandbox', ['sandbox'], 4, []);
    for (const [name, group] of Object.entries(groups()))
      add(name, ['serve', ...group, '--port', String(addresses.groups[name]!.port)], group.length, await crashPointsOf(group));
    add('gateway', ['gateway'], 1, []);
    // One after another: a machine of two cores would only make them wait for each other.
    for (const each of members.values()) await each.start();
    const books = await openBooks((name) => databaseUrl(postgres.url, databaseNameOf(name)), dataDir);
    return new Market({ dataDir, nats, addresses, secrets, members, wires, books, disk, cleaner }, postgres);
  }

  get books(): OpenBooks {
    return this.parts.books;
  }

  member(name: string): Member {
    return this.parts.members.get(name)!;
  }

  async killNats(): Promise<void> {
    await this.parts.nats.server.kill();
    await this.parts.nats.restart();
  }

  async killPostgres(): Promise<void> {
    const { port } = this.#postgres;
    await this.#postgres.kill();
    this.#postgres = await startPostgres({ ...postgresOptions(this.parts.dataDir), port });
  }

  /** Every provider that tells of something by webhooks. */
  get providerUrls(): readonly string[] {
    return [this.stripeUrl, this.razorpayUrl, this.muxUrl, this.carrierUrl];
  }

  /** The side doors of all their sandboxes. One that is down just now does as it did before. */
  async mischief(path: string, body: object): Promise<void> {
    const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    await Promise.allSettled(this.providerUrls.map((url) => fetch(`${url}/_sandbox/${path}`, asked)));
  }

  /** How often the small disk has refused to give more room. */
  timesDiskWasFull(): number {
    return refusedByTheDisk(join(this.parts.dataDir, 'postgres', 'postgres.log'));
  }

  async close(): Promise<void> {
    const { members, wires, books, nats, disk, cleaner } = this.parts;
    await Promise.all([...members.values()].map((each) => each.stop()));
    await Promise.all([...wires.values()].map((wire) => wire.close()));
    await books.close();
    await nats.remove();
    await this.#postgres.stop();
    disk?.unmount();
    await cleaner.close();
  }
}

const origin = (port: number): string => `http://127.0.0.1:${port}`;

const postgresOptions = (dataDir: string) =>
  ({ dataDir: join(dataDir, 'postgres'), log: () => {}, maxConnections: 200, removeWhenOrphaned: true }) as const;

async function putOnDisk(serverUrl: string, database: string, { folder }: SmallDisk): Promise<void> {
  const server = pooledDatabase(serverUrl, 1);
  await server.query(`create tablespace small_disk location '${folder}'`);
  await server.query(`create database ${database} tablespace small_disk`);
  await server.end();
}

/** One for each process that is wired to a server; those to processes are laid with their addresses. */
async function layWires(postgresPort: number, natsPort: number): Promise<Map<string, Wire>> {
  const wires = new Map<string, Wire>();
  for (const name of WIRED.postgres) wires.set(`postgres ${name}`, await Wire.to(postgresPort));
  for (const name of WIRED.nats) wires.set(`nats ${name}`, await Wire.to(natsPort));
  return wires;
}

const overWire = (postgresUrl: string, wire: Wire): string => {
  const { username, password, pathname } = new URL(postgresUrl);
  return `postgres://${username}:${password}@127.0.0.1:${wire.port}${pathname}`;
};

async function groupAddresses(wires: Map<string, Wire>): Promise<Addresses['groups']> {
  const addresses: Record<string, { port: number; tellPort: number }> = {};
  for (const [name, group] of Object.entries(groups())) {
    let port: number;
    // The next one listens on the port after it.
    do port = await freePort();
    while (port + group.length > 32_767);
    addresses[name] = { port, tellPort: port };
  }
  for (const name of WIRED.http) {
    const wire = await Wire.to(addresses[name]!.port);
    wires.set(`http ${name}`, wire);
    addresses[name]!.tellPort = wire.port;
  }
  return addresses;
}
