import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { createLog } from '@stoa/kit/observability';
import { dropDatabase } from '@stoa/kit/persistence';
import { startPlatform } from '../platform.ts';
import { play } from './play.ts';

test('the demo goes from the shops to the doorstep, and a second time on the same data', async () => {
  const serverUrl = process.env.STOA_TEST_POSTGRES_URL ?? '';
  const databasePrefix = `demo_${process.pid}_`;
  const dataDir = mkdtempSync(join(tmpdir(), 'stoa-demo-'));
  const platform = await startPlatform({
    serverUrl,
    databasePrefix,
    bus: 'embedded',
    environment: {},
    gatewayPort: 0,
    sandbox: { stripePort: 0, carrierPort: 0, razorpayPort: 0, storePort: 0, muxPort: 0 },
    dataDir,
    log: createLog('demo', process.env.LOG_LEVEL ?? 'silent'),
  });
  const said: string[] = [];
  const console = jest.spyOn(globalThis.console, 'log').mockImplementation((text: string) => void said.push(text));
  try {
    const { url, stripe, carrier } = platform;
    const shop = { url, stripeUrl: stripe!.url, carrierUrl: carrier!.url, adminPassword: 'stoa-admin' };
    for (const turn of ['first', 'second']) {
      said.length = 0;
      await play(shop);
      const all = said.join('\n');
      expect(all).toContain(turn === 'first' ? '12 products listed, 12 on offer' : '0 products listed, 12 on offer');
      expect(all).toContain('PENDING → CONFIRMED → PROCESSING → SHIPPED → DELIVERED');
      expect(all).toContain('the books balance');
    }
  } finally {
    console.mockRestore();
    await platform.stop();
    for (const name of platform.domains.keys()) await dropDatabase(serverUrl, `${databasePrefix}${name}`);
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 240_000);
