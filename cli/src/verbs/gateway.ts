import { join, resolve } from 'node:path';
import { type EdgeRoute, type GatewayOptions, startGateway } from '@stoa/gateway/index';
import { createLog, createMetrics, type Logger } from '@stoa/kit/observability';
import { makeBus } from '../bus-choice.ts';
import { clientOptions } from '../client-options.ts';
import type { Configuration } from '../configuration.ts';
import { eventContracts } from '../contract-files.ts';
import { changesOn } from '../follow-changes.ts';
import { GATEWAY_USER } from '../infrastructure/nats-config.ts';
import { givenKeyring, keyringOf } from '../keyring-of.ts';
import { MANIFESTS } from '../operation-manifests.ts';
import { originOf } from '../platform.ts';
import { portFlag } from '../port-flag.ts';
import { readFlag } from '../read-flag.ts';
import { replicasReady } from '../replicas-ready.ts';
import { SUPERGRAPH } from '../schema-check.ts';
import { openSupergraph } from '../supergraph-place.ts';
import { startTracing } from '../tracing.ts';
import { StopSignal } from '../until-stopped.ts';
import type { Invocation } from '../verb.ts';
import { root } from '../workspace.ts';

/** Under this name it signs. */
const GATEWAY = 'gateway';

/** The gateway alone. Of a foreign supergraph it takes the addresses from the file, and signs only where it was given keys. */
export async function run({ flags, configuration }: Invocation): Promise<void> {
  const signal = new StopSignal();
  const log = createLog('stoa', configuration.logLevel);
  const stopTracing = startTracing(configuration, log);
  // What is given by the flag is somebody else's, unless it is just our file.
  const own = configuration.settings.STOA_SUPERGRAPH ?? SUPERGRAPH;
  const place = String(flags.supergraph ?? own);
  const isStoa = flags.supergraph === undefined || resolve(place) === SUPERGRAPH;
  const { close: closeSource, ...served } = await openSupergraph(
    place,
    flags.supergraph ? '--supergraph' : 'STOA_SUPERGRAPH',
    configuration,
    GATEWAY_USER,
  );
  const basesOf = (name: string) => (isStoa ? configuration.urlsOf(name) : configuration.givenUrlsOf(name));
  const gateway = await startGateway({
    ...served,
    host: configuration.host,
    port: portFlag(flags.port) ?? configuration.port,
    subgraphs: (name) => basesOf(name)?.map((base) => `${base}/graphql`),
    keyring: isStoa ? keyringOf(configuration, GATEWAY) : givenKeyring(configuration, GATEWAY),
    routes: readRoutes(flags.routes ?? (isStoa ? join(root, 'schema', 'generated', 'routes.json') : undefined)),
    jwks: flags.jwks === undefined ? undefined : String(flags.jwks),
    ready: isStoa ? () => replicasReady(urlsOf(gateway.subgraphs(), configuration)) : undefined,
    operations: operationsFolder(flags.operations, isStoa),
    ...clientOptions(configuration),
    cache: flags['no-cache'] === true ? false : await cacheOptions(configuration, isStoa, log),
    coalescing: flags['no-coalescing'] !== true,
    unauthorized: flags['reject-unauthorized'] === true ? 'reject' : 'filter',
    metrics: createMetrics(() => []),
    log: log.child({ part: 'gateway' }),
    production: configuration.production,
  });
  console.log(`the gateway listens at ${originOf(gateway.port, configuration.host)}/graphql`);
  await signal.runUntil([], async () => {
    await gateway.close();
    await closeSource();
    await stopTracing();
  });
}

/** Stoa's domains tell of what changes; without the broker that carries it, nothing of theirs is kept. */
async function cacheOptions(configuration: Configuration, isStoa: boolean, log: Logger): Promise<GatewayOptions['cache']> {
  const { cache } = clientOptions(configuration);
  if (!isStoa || !cache) return cache;
  const address = configuration.natsAddress([GATEWAY_USER]);
  if (!address) {
    log.info({}, 'no answers are kept, since without NATS_URL nobody tells of what changes');
    return false;
  }
  const bus = makeBus(address, log.child({ part: 'events' }));
  return { ...cache, followChanges: changesOn(async () => bus, await eventContracts()) };
}

const urlsOf = (subgraphs: readonly string[], { urlsOf }: Configuration): Record<string, readonly string[]> =>
  Object.fromEntries(subgraphs.map((name) => [name, urlsOf(name)]));

function operationsFolder(flag: string | boolean | undefined, isStoa: boolean): string | undefined {
  if (flag !== undefined) return resolve(String(flag));
  return isStoa ? MANIFESTS : undefined;
}

function readRoutes(file: string | boolean | undefined): EdgeRoute[] {
  return file === undefined ? [] : (JSON.parse(readFlag(String(file), '--routes')) as EdgeRoute[]);
}
