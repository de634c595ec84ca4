import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { pairKeysOf, writePairKey } from '@stoa/kit/auth';
import pg from 'pg';
import { subgraphNames } from 'stoa/workspace';
import { freePort } from '../../../cli/src/infrastructure/free-port.ts';
import { selfSigned } from '../../../sandbox/src/ses/self-signed.ts';
import { type NatsForTests, natsForTests } from '../../setup/nats-for-tests.ts';
import { until } from '../support/shop.ts';
import { StoaProcess } from '../support/stoa-process.ts';

const random = (): string => randomBytes(24).toString('hex');
const upper = (service: string): string => service.toUpperCase();

/** Which subgraphs share a process; those named twice have two replicas. */
const PROCESSES: readonly (readonly string[])[] = [
  ['identity', 'catalog'],
  ['inventory'],
  ['inventory'],
  ['cart'],
  ['orders'],
  ['orders'],
  ['payments'],
  ['ledger', 'fulfillment', 'media', 'reviews', 'analytics', 'learning', 'notifications'],
];

interface Served {
  readonly names: readonly string[];
  readonly process: StoaProcess;
  readonly urls: readonly string[];
}

/** The topology of docker-compose.yml as processes of this machine: a role and a broker's user for each domain, only its own keys, and TLS between all. */
export interface Deployment {
  readonly gatewayUrl: string;
  readonly gatewayOrigin: string;
  readonly stripeUrl: string;
  readonly adminPassword: string;
  readonly served: readonly Served[];
  /** Everything that runs, the gateway first. */
  readonly processes: readonly StoaProcess[];
  /** Ends one of `served` in order, starts another in its place with keys between services of these versions, and waits until it is ready. */
  replace(index: number, versions: readonly Version[]): Promise<void>;
  remove(): Promise<void>;
}

type Version = keyof typeof ROOTS;

interface Plan {
  readonly ports: Readonly<Record<'gateway' | 'stripe' | 'carrier' | 'razorpay' | 'store' | 'mux' | 'smtp', number>> & {
    readonly of: readonly number[];
  };
  readonly secrets: { readonly stripe: string; readonly carrier: string; readonly store: string; readonly admin: string };
  readonly services: readonly string[];
  readonly passwords: Readonly<Record<string, string>>;
  readonly prefix: string;
  readonly tls: Tls;
  readonly nats: NatsForTests;
}

/** Files of a certificate that all processes serve under, and that vouches for itself. */
interface Tls {
  readonly certFile: string;
  readonly keyFile: string;
}

function certify(folder: string): Tls {
  const { certificate, privateKey } = selfSigned('localhost');
  const [certFile, keyFile] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  writeFileSync(certFile, certificate);
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  // This process asks them too, past the gateway.
  setDefaultCACertificates([...getCACertificates('default'), certificate]);
  return { certFile, keyFile };
}

/** Null where no nats-server is to be had. */
export async function deploy(): Promise<Deployment | null> {
  const subgraphs = subgraphNames();
  const nats = await natsForTests(subgraphs);
  if (!nats) return null;
  const of: number[] = [];
  for (const names of PROCESSES) of.push(await portBefore(names.length));
  const [stripe, carrier, razorpay, store, mux] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const sandboxes = { stripe, carrier, razorpay, store, mux };
  const ports = { gateway: await freePort(), smtp: await freePort(), ...sandboxes, of };
  const dataDir = mkdtempSync(join(tmpdir(), 'stoa-many-'));
  const plan: Plan = {
    ports,
    tls: certify(dataDir),
    secrets: { stripe: `whsec_${random()}`, carrier: random(), store: random(), admin: random() },
    services: ['gateway', ...subgraphs],
    passwords: Object.fromEntries(subgraphs.map((name) => [name, random()])),
    prefix: `many_${process.pid}_`,
    nats,
  };
  await createDatabases(plan);
  const processes: StoaProcess[] = [];
  const remove = async (): Promise<void> => {
    await Promise.all(processes.map((each) => each.stop()));
    await nats.remove();
    await dropDatabases(plan);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const run = (args: readonly string[], environment: Record<string, string>): StoaProcess => {
      const started = new StoaProcess(args, environment, dataDir);
      processes.push(started);
      return started;
    };
    const gateway = run(['gateway'], gatewayEnvironment(plan));
    const sandbox = run(['sandbox'], sandboxEnvironment(plan));
    const serve = (names: readonly string[], index: number, versions = versionsAtFirst(names)): Served => {
      const port = of[index]!;
      const urls = names.map((_name, offset) => `https://localhost:${port + offset}`);
      return { names, urls, process: run(['serve', ...names, '--port', String(port)], serviceEnvironment(plan, names, versions)) };
    };
    const served = PROCESSES.map((names, index) => serve(names, index));
    const replace = async (index: number, versions: readonly Version[]): Promise<void> => {
      const { names, process: old } = served[index]!;
      const code = await old.stop();
      if (code !== 0) throw new Error(`${names} ended with ${code}:\n${old.output}`);
      processes.splice(processes.indexOf(old), 1);
      served[index] = serve(names, index, versions);
      await served[index].process.says('listens at', names.length);
      for (const url of served[index].urls) await until(`${url} is ready`, async () => (await fetch(`${url}/readyz`)).ok);
    };
    await Promise.all([
      gateway.says('listens at'),
      sandbox.says('listens at', 2),
      ...served.map((each) => each.process.says('listens at', each.names.length)),
    ]);
    const gatewayOrigin = `http://127.0.0.1:${ports.gateway}`;
    const stripeUrl = `http://127.0.0.1:${ports.stripe}`;
    return {
      gatewayUrl: `${gatewayOrigin}/graphql`,
      gatewayOrigin,
      stripeUrl,
      adminPassword: plan.secrets.admin,
      served,
      processes,
      replace,
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** A port with free ones after it, which nobody here gets meanwhile. */
async function portBefore(count: number): Promise<number> {
  const port = await freePort();
  return count > 1 && port + count > 32_767 ? portBefore(count) : port;
}

function urlsOf({ ports }: Plan): Record<string, string> {
  const urls = new Map<string, string[]>();
  for (const [index, names] of PROCESSES.entries())
    for (const [offset, name] of names.entries())
      urls.set(name, [...(urls.get(name) ?? []), `https://localhost:${ports.of[index]! + offset}`]);
  return Object.fromEntries([...urls].map(([name, all]) => [`STOA_${upper(name)}_URLS`, all.join(',')]));
}

const ROOTS = { v2: random() + random(), v1: random() + random() };

/** A rotation is under way: all know both versions, and those with two replicas sign with the old one still. The first is signed with. */
const versionsAtFirst = (names: readonly string[]): readonly Version[] =>
  names.includes('orders') || names.includes('inventory') ? ['v1', 'v2'] : ['v2', 'v1'];

function keysOf({ services }: Plan, service: string, versions: readonly Version[] = ['v2', 'v1']): string {
  const roots = Object.fromEntries(versions.map((version) => [version, ROOTS[version]]));
  return pairKeysOf(service, services, roots).map(writePairKey).join(',');
}

function gatewayEnvironment(plan: Plan): Record<string, string> {
  return {
    NODE_ENV: 'production',
    PORT: String(plan.ports.gateway),
    NATS_URL: plan.nats.server.url,
    STOA_GATEWAY_NATS_PASSWORD: plan.nats.server.credentials('gateway').pass,
    STOA_GATEWAY_KEYS: keysOf(plan, 'gateway'),
    NODE_EXTRA_CA_CERTS: plan.tls.certFile,
    ...urlsOf(plan),
  };
}

function sandboxEnvironment({ ports, secrets }: Plan): Record<string, string> {
  return {
    SANDBOX_STRIPE_PORT: String(ports.stripe),
    SANDBOX_CARRIER_PORT: String(ports.carrier),
    SANDBOX_RAZORPAY_PORT: String(ports.razorpay),
    SANDBOX_S3_PORT: String(ports.store),
    SANDBOX_SMTP_PORT: String(ports.smtp),
    SANDBOX_MAIL_PORT: '0',
    SANDBOX_OPENID_PORT: '0',
    SANDBOX_MUX_PORT: String(ports.mux),
    STOA_GATEWAY_URL: `http://127.0.0.1:${ports.gateway}`,
    STRIPE_WEBHOOK_SECRET: secrets.stripe,
    CARRIER_WEBHOOK_SECRET: secrets.carrier,
    S3_SECRET_ACCESS_KEY: secrets.store,
  };
}

function serviceEnvironment(plan: Plan, names: readonly string[], versions: readonly Version[]): Record<string, string> {
  const { ports, secrets, nats } = plan;
  const own = names.flatMap((name) => [
    [`STOA_${upper(name)}_DATABASE_URL`, databaseUrlOf(plan, name)],
    [`STOA_${upper(name)}_NATS_PASSWORD`, nats.server.credentials(name).pass],
    [`STOA_${upper(name)}_KEYS`, keysOf(plan, name, versions)],
  ]);
  const special: Record<string, Record<string, string>> = {
    identity: { STOA_ADMIN_PASSWORD: secrets.admin, SMTP_URL: `smtp://127.0.0.1:${ports.smtp}` },
    payments: {
      STRIPE_SECRET_KEY: 'sk_test_sandbox',
      STRIPE_WEBHOOK_SECRET: secrets.stripe,
      STRIPE_API_BASE: `http://127.0.0.1:${ports.stripe}`,
    },
    media: {
      S3_ENDPOINT: `http://127.0.0.1:${ports.store}`,
      S3_ACCESS_KEY_ID: 'stoa',
      S3_SECRET_ACCESS_KEY: secrets.store,
      STOA_PUBLIC_URL: `http://127.0.0.1:${ports.gateway}`,
    },
    learning: { STOA_PUBLIC_URL: `http://127.0.0.1:${ports.gateway}` },
    fulfillment: { CARRIER_WEBHOOK_SECRET: secrets.carrier, CARRIER_API_BASE: `http://127.0.0.1:${ports.carrier}` },
  };
  const needed = Object.assign({}, ...names.map((name) => special[name] ?? {})) as Record<string, string>;
  const { certFile, keyFile } = plan.tls;
  const tls = { STOA_TLS_CERT_FILE: certFile, STOA_TLS_KEY_FILE: keyFile, NODE_EXTRA_CA_CERTS: certFile };
  return { NODE_ENV: 'production', NATS_URL: nats.server.url, ...tls, ...urlsOf(plan), ...Object.fromEntries(own), ...needed };
}

function databaseUrlOf({ prefix, passwords }: Plan, name: string): string {
  const url = new URL(process.env.STOA_TEST_POSTGRES_URL ?? '');
  url.username = `${prefix}${name}`;
  url.password = passwords[name]!;
  url.pathname = `/${prefix}${name}`;
  return url.href;
}

/** As the compose file's script does: each domain has a role, and its database lets nobody else in. */
async function createDatabases({ prefix, passwords }: Plan): Promise<void> {
  await onServer(
    Object.entries(passwords).flatMap(([name, password]) => [
      `create role ${prefix}${name} login password '${password}'`,
      `create database ${prefix}${name} owner ${prefix}${name}`,
      `revoke all on database ${prefix}${name} from public`,
    ]),
  );
}

async function dropDatabases({ prefix, passwords }: Plan): Promise<void> {
  await onServer(
    Object.keys(passwords).flatMap((name) => [
      `drop database if exists ${prefix}${name} with (force)`,
      `drop role if exists ${prefix}${name}`,
    ]),
  );
}

async function onServer(statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.STOA_TEST_POSTGRES_URL });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
