import { createSecureContext } from 'node:tls';
import { HttpCommandTransport } from '@stoa/kit/commands';
import { Figures } from '@stoa/kit/figures';
import { createLog, createMetrics, type Logger } from '@stoa/kit/observability';
import { createDatabases } from '@stoa/kit/persistence';
import { readTls, serveMetrics, serveSubgraph, type TlsFiles } from '@stoa/kit/server';
import { ConfigurationError, type RunningDomains, runDomains } from '@stoa/kit/subgraph';
import { type BusChoice, busState, makeBus } from '../bus-choice.ts';
import { type Configuration, databaseNameOf } from '../configuration.ts';
import { keyringOf } from '../keyring-of.ts';
import { portFlag } from '../port-flag.ts';
import { environmentWithSandboxes } from '../sandbox-environment.ts';
import { variableOf } from '../settings-table.ts';
import { FIRST_PORT } from '../supergraph-of.ts';
import { startTracing } from '../tracing.ts';
import { StopSignal } from '../until-stopped.ts';
import { UsageError } from '../usage-error.ts';
import type { Invocation } from '../verb.ts';
import { loadManifests, subgraphNames } from '../workspace.ts';

/** A process of few subgraphs may use more of Postgres' connections for each than one that runs them all. */
const POOL_SIZE = 8;

/** Some subgraphs as a process of their own: others reach them over signed HTTP, and they reach others in the same way. */
export async function run({ words, flags, configuration }: Invocation): Promise<void> {
  const names = checkedNames(words);
  const firstPort = portFlag(flags.port) ?? FIRST_PORT;
  const signal = new StopSignal();
  const log = createLog('stoa', configuration.logLevel);
  const bus = busFor(names, configuration);
  const metricsPort = portFlag(flags['metrics-port']) ?? configuration.settings.STOA_METRICS_PORT;
  const tls = tlsOf(configuration);
  const figures = new Figures();
  const closers: Array<() => Promise<unknown>> = [startTracing(configuration, log)];
  const stop = async (): Promise<void> => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  };
  try {
    const running = await openDomains(names, bus, configuration, log, figures);
    closers.push(() => running.stop());
    if (metricsPort !== undefined) {
      const metrics = createMetrics(() => figures.families());
      const operators = await serveMetrics(metrics, { host: configuration.host, port: metricsPort });
      closers.push(() => operators.close());
      console.log(`the figures are at port ${operators.port}`);
    }
    for (const [index, name] of names.entries()) {
      const domain = running.domains.get(name)!;
      const ready = async () => ({ [name]: (await running.health())[name] ?? 'not running', bus: await busState(bus) });
      const port = firstPort === 0 ? 0 : firstPort + index;
      const served = await serveSubgraph(domain, {
        host: configuration.host,
        port,
        keyring: keyringOf(configuration, name),
        log,
        tls,
        ready,
      });
      closers.push(() => served.close());
      console.log(`${name} listens at ${served.url}`);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  await signal.runUntil([], stop);
}

function checkedNames(words: readonly string[]): string[] {
  const known = subgraphNames();
  if (words.length === 0) throw new UsageError(`name the subgraphs to serve: ${known.join(', ')}`);
  const wrong = words.find((word) => !known.includes(word));
  if (wrong) throw new UsageError(`there is no subgraph ${wrong}; there are ${known.join(', ')}`);
  return [...new Set(words)];
}

function tlsOf({ settings }: Configuration): TlsFiles | undefined {
  const { STOA_TLS_CERT_FILE: certFile, STOA_TLS_KEY_FILE: keyFile } = settings;
  if (!certFile && !keyFile) return undefined;
  if (!certFile || !keyFile) throw new ConfigurationError(`STOA_TLS_${certFile ? 'KEY' : 'CERT'}_FILE: must be set, since the other is`);
  try {
    createSecureContext(readTls({ certFile, keyFile }));
  } catch (error) {
    throw new ConfigurationError(`STOA_TLS_CERT_FILE, STOA_TLS_KEY_FILE: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { certFile, keyFile };
}

function busFor(names: readonly string[], configuration: Configuration): BusChoice {
  const nats = configuration.natsAddress(names);
  if (nats) return nats;
  // Without a broker events stay in their process, which is right only where nobody lives elsewhere.
  if (names.length === subgraphNames().length) return 'embedded';
  throw new ConfigurationError('NATS_URL: must be set, since subgraphs in several processes need a broker');
}

async function openDomains(
  names: readonly string[],
  bus: BusChoice,
  configuration: Configuration,
  log: Logger,
  figures: Figures,
): Promise<RunningDomains> {
  const { serverUrl, ownDatabaseUrlOf, databaseUrlOf, urlsOf } = configuration;
  const homeless = names.find((name) => !databaseUrlOf(name));
  if (homeless) throw new ConfigurationError(`DATABASE_URL: must be set, or ${variableOf(homeless, 'DATABASE_URL')}`);
  const shared = names.filter((name) => !ownDatabaseUrlOf(name));
  if (serverUrl && shared.length > 0) await createDatabases(serverUrl, shared.map(databaseNameOf));
  return runDomains({
    manifests: await loadManifests(names),
    databaseUrlOf: (name) => databaseUrlOf(name)!,
    poolSize: POOL_SIZE,
    domains: subgraphNames(),
    environment: environmentWithSandboxes(configuration),
    log,
    remoteCommandsOf: (caller) => new HttpCommandTransport(caller, keyringOf(configuration, caller), urlsOf),
    busFor: async () => makeBus(bus, log.child({ part: 'events' }), figures.events),
    figures,
  });
}
