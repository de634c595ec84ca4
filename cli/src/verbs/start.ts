import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createLog, type Logger } from '@stoa/kit/observability';
import type { BusChoice } from '../bus-choice.ts';
import { clientOptions } from '../client-options.ts';
import type { Configuration } from '../configuration.ts';
import { busOn, runNats, runPostgres } from '../embedded-servers.ts';
import { lockFolder } from '../infrastructure/folder-lock.ts';
import { GATEWAY_USER } from '../infrastructure/nats-config.ts';
import { type Platform, startPlatform } from '../platform.ts';
import { readyText } from '../ready-text.ts';
import { wantedSandboxes } from '../sandbox-environment.ts';
import { startTracing } from '../tracing.ts';
import { StopSignal } from '../until-stopped.ts';
import type { Invocation } from '../verb.ts';
import { subgraphNames } from '../workspace.ts';

const MAX_LOG_BYTES = 32 * 1024 * 1024;

/** Everything in one process, besides Postgres and the broker, which it starts too unless they are configured. */
export async function run({ configuration }: Invocation): Promise<void> {
  const signal = new StopSignal();
  const { dataDir, logLevel } = configuration;
  const sandbox = wantedSandboxes(configuration);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(dataDir);
  const logFile = openLogFile(dataDir);
  const log = createLog('stoa', logLevel, logFile);
  console.log(`Stoa is starting; its data is in ${dataDir}`);
  const stopTracing = startTracing(configuration, log);
  const servers = new Servers(configuration, log);
  let platform: Platform | undefined;
  const stop = async (): Promise<void> => {
    if (platform) console.log('\nStoa is stopping …');
    await platform?.stop();
    await servers.stop();
    await stopTracing();
    unlock();
  };
  try {
    platform = await startPlatform({
      serverUrl: servers.database,
      databaseUrls: ownDatabases(configuration),
      bus: servers.bus,
      environment: configuration.environment,
      host: configuration.host,
      gatewayPort: configuration.port,
      sandbox,
      dataDir,
      log,
      gateway: clientOptions(configuration),
    });
  } catch (error) {
    await stop();
    throw error;
  }
  if (!signal.wasReceived) console.log(await readyText(platform, configuration, servers, logFile));
  await signal.runUntil([servers.lost], stop);
  console.log('Stopped.');
}

/** The database server and the broker, configured or started here; both come up while the code loads. */
class Servers {
  readonly database: Promise<string>;
  readonly bus: Promise<BusChoice>;
  /** Settles when one of those started here cannot be brought back. */
  readonly lost: Promise<Error>;
  #stoppers: Promise<{ stop(): Promise<void> } | null>[] = [];

  constructor({ serverUrl, dataDir, natsAddress }: Configuration, log: Logger) {
    let giveUp: (error: Error) => void;
    this.lost = new Promise((resolve) => (giveUp = resolve));
    const keep = <K extends { lost: Promise<Error>; stop(): Promise<void> } | null>(starting: Promise<K>): Promise<K> => {
      this.#stoppers.push(starting.catch(() => null));
      return starting.then((kept) => {
        void kept?.lost.then(giveUp);
        return kept;
      });
    };
    const names = subgraphNames();
    const nats = natsAddress([GATEWAY_USER, ...names]);
    this.database = serverUrl ? Promise.resolve(serverUrl) : keep(runPostgres(dataDir, log)).then(({ first }) => first.url);
    this.bus = nats ? Promise.resolve(nats) : keep(runNats(dataDir, names, log)).then(busOn);
  }

  /** The broker before the database: domains have stopped, and nothing is carried any more. */
  async stop(): Promise<void> {
    for (const starting of this.#stoppers.reverse()) await (await starting)?.stop();
  }
}

function ownDatabases({ ownDatabaseUrlOf }: Configuration): Record<string, string> {
  const given = subgraphNames().map((name) => [name, ownDatabaseUrlOf(name)] as const);
  return Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function openLogFile(dataDir: string): string {
  const file = join(dataDir, 'stoa.log');
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG_BYTES) renameSync(file, `${file}.old`);
  return file;
}
