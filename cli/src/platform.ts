import { randomBytes } from 'node:crypto';
import { type GatewayOptions, startGateway } from '@stoa/gateway/index';
import type { Bus } from '@stoa/kit/events';
import { Figures } from '@stoa/kit/figures';
import { createMetrics, type Logger } from '@stoa/kit/observability';
import { createDatabases, databaseUrl } from '@stoa/kit/persistence';
import { type Domain, type Environment, type Manifest, type RunningDomains, runDomains } from '@stoa/kit/subgraph';
import type {
  CarrierSandbox,
  MailSandbox,
  MuxSandbox,
  ObjectStore,
  OpenIdSandbox,
  RazorpaySandbox,
  RetryDelays,
  StripeSandbox,
} from '@stoa/sandbox/index';
import { type BusChoice, busState, makeBus } from './bus-choice.ts';
import { changesOn } from './follow-changes.ts';
import { InProcessTransport } from './in-process-transport.ts';
import { keptSigningKey } from './kept-secrets.ts';
import { MANIFESTS } from './operation-manifests.ts';
import { type Sandboxes, type SandboxPorts, startSandboxes } from './sandboxes.ts';
import { supergraphOf } from './supergraph-of.ts';
import { loadManifests, subgraphNames } from './workspace.ts';
import { routesOf } from './write-schema.ts';

/** Connections to Postgres for each domain, since all of them share its hundred. */
const POOL_SIZE = 4;

export interface PlatformOptions {
  /** A Postgres server on which each domain gets a database. A promise lets it start while the code loads. */
  readonly serverUrl: string | Promise<string>;
  /** Begins the names of the databases; `stoa_` unless told. */
  readonly databasePrefix?: string;
  /** The database of a domain, where it is not the one on that server; such a database must exist. */
  readonly databaseUrls?: Readonly<Record<string, string>>;
  readonly bus: BusChoice | Promise<BusChoice>;
  /** What the domains read their settings from; the sandboxes' keys and addresses are put over it. */
  readonly environment: Environment;
  readonly host?: string;
  /** 0 takes a free one. */
  readonly gatewayPort: number;
  readonly sandbox: SandboxPorts & { readonly webhookRetry?: RetryDelays };
  /** Where the sandboxes keep their journals. */
  readonly dataDir: string;
  readonly log: Logger;
  readonly gateway?: Partial<GatewayOptions>;
}

/** The whole marketplace in this process, on a Postgres and perhaps a broker that somebody else runs. */
export interface Platform {
  /** The GraphQL endpoint. */
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  readonly domains: ReadonlyMap<string, Domain>;
  readonly stripe: StripeSandbox | null;
  readonly carrier: CarrierSandbox | null;
  readonly razorpay: RazorpaySandbox | null;
  readonly store: ObjectStore | null;
  readonly mail: MailSandbox | null;
  readonly mux: MuxSandbox | null;
  readonly openId: OpenIdSandbox | null;
  /** What the domains were given. */
  readonly environment: Environment;
  databaseUrlOf(domain: string): string;
  /** 'ok' or what is wrong, for each domain and the bus. */
  health(): Promise<Record<string, string>>;
  /** Stops everything that was started here, what takes requests first. */
  stop(): Promise<void>;
}

/** Starts the gateway, the sandboxes and every subgraph in this process. If a part cannot start, none is left running. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const closers: Array<() => Promise<unknown>> = [];
  const stop = async (): Promise<void> => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  };
  // Both come up meanwhile; that one failed is said where it is awaited.
  for (const starting of [options.serverUrl, options.bus]) void Promise.resolve(starting).catch(() => undefined);
  try {
    const manifests = await loadManifests(subgraphNames());
    // Opened last to first: the gateway must close before what it asks.
    const running: { domains?: RunningDomains; sandboxes?: Sandboxes; bus?: BusChoice } = {};
    closers.push(async () => running.sandboxes?.close());
    closers.push(async () => running.domains?.stop());
    const figures = new Figures();
    const health = () => healthOf(running.domains, running.bus);
    // The gateway listens first: a busy port is found before anything else runs, and webhooks have an address to go to.
    const bus = Promise.withResolvers<Bus>();
    const gateway = await openGateway(manifests, options, (name) => running.domains?.domains.get(name), health, figures, bus.promise);
    closers.push(() => gateway.close());
    const origin = originOf(gateway.port, options.host);
    running.sandboxes = await openSandboxes(options, origin);
    const environment = { STOA_PUBLIC_URL: origin, ...options.environment, ...running.sandboxes.environment };
    running.bus = await options.bus;
    const databaseUrlOf = await openDatabases(manifests, options);
    running.domains = await openDomains(manifests, options, { bus: running.bus, environment, databaseUrlOf, figures });
    bus.resolve(running.domains.bus);
    const { stripe, carrier, razorpay, store, mux, mail, openId } = running.sandboxes;
    const { domains } = running.domains;
    const { port } = gateway;
    const played = { stripe, carrier, razorpay, store, mux, mail, openId };
    return { url: `${origin}/graphql`, origin, port, domains, ...played, environment, databaseUrlOf, health, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function openGateway(
  manifests: readonly Manifest[],
  options: PlatformOptions,
  find: (name: string) => Domain | undefined,
  ready: () => Promise<Record<string, string>>,
  figures: Figures,
  bus: Promise<Bus>,
) {
  const { cache = {} } = options.gateway ?? {};
  const contracts = manifests.flatMap(({ publishes }) => publishes);
  const transports = Object.fromEntries(manifests.map(({ name }) => [name, new InProcessTransport(name, () => find(name))]));
  return startGateway({
    supergraphSdl: supergraphOf(manifests),
    host: options.host,
    port: options.gatewayPort,
    transports,
    routes: routesOf(manifests),
    operations: MANIFESTS,
    ready,
    metrics: createMetrics(() => figures.families()),
    log: options.log.child({ part: 'gateway' }),
    production: options.environment.NODE_ENV === 'production',
    ...options.gateway,
    cache: cache && { ...cache, followChanges: changesOn(() => bus, contracts) },
  });
}

/** A secret of this run is enough: what is owed from an earlier one is signed when it leaves. */
function openSandboxes({ environment, sandbox, dataDir, log }: PlatformOptions, origin: string): Promise<Sandboxes> {
  const secretOr = (given: string | undefined, prefix: string): string => given || `${prefix}${randomBytes(24).toString('hex')}`;
  return startSandboxes(
    {
      ...sandbox,
      dataDir,
      log,
      stripeWebhookSecret: secretOr(environment.STRIPE_WEBHOOK_SECRET, 'whsec_'),
      carrierWebhookSecret: secretOr(environment.CARRIER_WEBHOOK_SECRET, ''),
      razorpayWebhookSecret: secretOr(environment.RAZORPAY_WEBHOOK_SECRET, ''),
      storeSecret: secretOr(environment.S3_SECRET_ACCESS_KEY, ''),
      muxWebhookSecret: secretOr(environment.MUX_WEBHOOK_SECRET, ''),
      muxPrivateKey: environment.MUX_PRIVATE_KEY || keptSigningKey(dataDir),
      channelSecret: secretOr(undefined, ''),
      given: environment,
    },
    origin,
  );
}

async function openDatabases(
  manifests: readonly Manifest[],
  { serverUrl, databasePrefix = 'stoa_', databaseUrls = {} }: PlatformOptions,
): Promise<(domain: string) => string> {
  const server = await serverUrl;
  const nameOf = (domain: string): string => `${databasePrefix}${domain}`;
  const ours = manifests.map(({ name }) => name).filter((name) => !databaseUrls[name]);
  if (ours.length > 0) await createDatabases(server, ours.map(nameOf));
  return (domain) => databaseUrls[domain] ?? databaseUrl(server, nameOf(domain));
}

function openDomains(
  manifests: readonly Manifest[],
  { log }: PlatformOptions,
  parts: { bus: BusChoice; environment: Environment; databaseUrlOf: (domain: string) => string; figures: Figures },
): Promise<RunningDomains> {
  const { bus, environment, databaseUrlOf, figures } = parts;
  const busFor = async () => makeBus(bus, log.child({ part: 'events' }), figures.events);
  return runDomains({ manifests, databaseUrlOf, poolSize: POOL_SIZE, environment, log, busFor, figures });
}

async function healthOf(domains: RunningDomains | undefined, bus: BusChoice | undefined): Promise<Record<string, string>> {
  if (!domains || !bus) return { platform: 'starting' };
  return { ...(await domains.health()), bus: await busState(bus) };
}

/** An address that this machine can reach, also where the gateway listens on all of them. */
export function originOf(port: number, host = '127.0.0.1'): string {
  if (host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
