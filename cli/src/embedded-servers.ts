import { join } from 'node:path';
import type { Logger } from '@stoa/kit/observability';
import type { BusChoice } from './bus-choice.ts';
import { defaultCacheDir, findNatsServer } from './infrastructure/find-nats-server.ts';
import { type NatsServer, startNatsServer } from './infrastructure/nats-server.ts';
import { type EmbeddedPostgres, startPostgres } from './infrastructure/postgres.ts';
import { type KeptRunning, keepRunning } from './keep-running.ts';

/** A first start should not wait for ever for a broker that it can do without. */
const DOWNLOAD_TIMEOUT_MS = 30_000;

/** Postgres in the data folder, started again on the same port if it dies. */
export function runPostgres(dataDir: string, log: Logger): Promise<KeptRunning<EmbeddedPostgres>> {
  const start = (previous: EmbeddedPostgres | undefined) =>
    startPostgres({ dataDir: postgresFolder(dataDir), port: previous?.port, log: (line) => log.warn(line) });
  return keepRunning('Postgres', start, log);
}

export const postgresFolder = (dataDir: string): string => join(dataDir, 'postgres');

/** A nats-server with a user for each domain, or null where none is to be had. */
export async function runNats(dataDir: string, accounts: readonly string[], log: Logger): Promise<KeptRunning<NatsServer> | null> {
  const say = (line: string): void => log.info(line);
  const binary = await findNatsServer({ cacheDir: defaultCacheDir(), log: say, downloadTimeoutMs: DOWNLOAD_TIMEOUT_MS });
  if (!binary) return null;
  const start = (previous: NatsServer | undefined) =>
    startNatsServer({ binary, dataDir: join(dataDir, 'nats'), accounts, port: previous?.port });
  return keepRunning('nats-server', start, log);
}

/** The bus that an embedded nats-server makes, or the one without a broker. */
export const busOn = (nats: KeptRunning<NatsServer> | null): BusChoice =>
  nats ? { servers: [nats.first.url], credentials: (domain) => nats.first.credentials(domain) } : 'embedded';
