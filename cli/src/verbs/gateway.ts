import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type EdgeRoute, startGateway, supergraphFile } from '@stoa/gateway/index';
import { createLog, createMetrics } from '@stoa/kit/observability';
import { clientOptions } from '../client-options.ts';
import type { Configuration } from '../configuration.ts';
import { givenKeyring, keyringOf } from '../keyring-of.ts';
import { MANIFESTS } from '../operation-manifests.ts';
import { originOf } from '../platform.ts';
import { portFlag } from '../port-flag.ts';
import { replicasReady } from '../replicas-ready.ts';
import { StopSignal } from '../until-stopped.ts';
import { UsageError } from '../usage-error.ts';
import type { Invocation } from '../verb.ts';
import { root } from '../workspace.ts';

/** Under this name it signs. */
const GATEWAY = 'gateway';

/** The gateway alone. Of a foreign supergraph it takes the addresses from the file, and signs only where it was given keys. */
export async function run({ flags, configuration }: Invocation): Promise<void> {
  const signal = new StopSignal();
  const log = createLog('stoa', configuration.logLevel);
  const own = join(root, 'schema', 'supergraph.graphql');
  const file = resolve(String(flags.supergraph ?? own));
  const isStoa = file === own;
  const basesOf = (name: string) => (isStoa ? configuration.urlsOf(name) : configuration.givenUrlsOf(name));
  const gateway = await startGateway({
    supergraphSdl: readFlag(file, '--supergraph'),
    supergraph: supergraphFile(file),
    host: configuration.host,
    port: portFlag(flags.port) ?? configuration.port,
    subgraphs: (name) => basesOf(name)?.map((base) => `${base}/graphql`),
    keyring: isStoa ? keyringOf(configuration, GATEWAY) : givenKeyring(configuration, GATEWAY),
    routes: readRoutes(flags.routes ?? (isStoa ? join(root, 'schema', 'generated', 'routes.json') : undefined)),
    jwks: flags.jwks === undefined ? undefined : String(flags.jwks),
    ready: isStoa ? () => replicasReady(urlsOf(gateway.subgraphs(), configuration)) : undefined,
    operations: operationsFolder(flags.operations, isStoa),
    ...clientOptions(configuration),
    // Stoa's own answers are not kept, as long as nothing clears what changes.
    cache: isStoa || flags['no-cache'] === true ? false : {},
    coalescing: flags['no-coalescing'] !== true,
    unauthorized: flags['reject-unauthorized'] === true ? 'reject' : 'filter',
    metrics: createMetrics(() => []),
    log: log.child({ part: 'gateway' }),
    production: configuration.production,
  });
  console.log(`the gateway listens at ${originOf(gateway.port, configuration.host)}/graphql`);
  await signal.runUntil([], () => gateway.close());
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

function readFlag(file: string, flag: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${flag}: ${file} cannot be read`);
  }
}
