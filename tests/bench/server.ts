import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '@stoa/kit/observability';
import { startPostgres } from 'stoa/infrastructure/postgres';
import { startPlatform } from 'stoa/platform';

const dataDir = mkdtempSync(join(tmpdir(), 'stoa-bench-'));
const startedAtMs = Date.now();
const postgres = await startPostgres({ dataDir, log: () => undefined, removeWhenOrphaned: true });
const platform = await startPlatform({
  serverUrl: postgres.url,
  bus: 'embedded',
  environment: {},
  gatewayPort: 0,
  sandbox: { stripePort: 0, carrierPort: 0 },
  dataDir,
  log: createLog('bench', 'error'),
});
console.log(JSON.stringify({ url: platform.url, stripeUrl: platform.stripe!.url, postgresPid: postgres.pid, readyMs: Date.now() - startedAtMs }));
process.once('SIGTERM', async () => {
  await platform.stop();
  await postgres.stop();
  process.exit(0);
});
