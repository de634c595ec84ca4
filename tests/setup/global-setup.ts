import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../cli/src/infrastructure/postgres.ts';
import { rememberForTeardown } from './running-postgres.ts';

/**
 * Starts one Postgres for the whole test run, in a folder that goes with it. It keeps nothing safe and so waits for no disk.
 * Where STOA_TEST_POSTGRES_URL is set already, that server is used and nothing is started.
 */
export default async function globalSetup(): Promise<void> {
  if (process.env.STOA_TEST_POSTGRES_URL) return;
  const dataDir = mkdtempSync(join(tmpdir(), 'stoa-test-postgres-'));
  const postgres = await startPostgres({
    dataDir,
    durable: false,
    // Two test files run at a time, each perhaps with the pools of a whole marketplace.
    maxConnections: 250,
    removeWhenOrphaned: true,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  rememberForTeardown({ postgres, dataDir });
  process.env.STOA_TEST_POSTGRES_URL = postgres.url;
}
