import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from 'stoa/infrastructure/free-port';
import { untilAnswers } from './until-answers.ts';

const STOA = new URL('../../cli/bin/stoa.js', import.meta.url).pathname;

/** A marketplace as `npm start` starts it, in processes of its own. */
export interface Marketplace {
  readonly url: string;
  readonly stripeUrl: string;
  readonly dataDir: string;
  readonly pid: number;
  /** From the start of the process to the first 200 of /readyz. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

/** Starts it on a folder, a new one unless told, and waits until everything works. */
export async function startMarketplace(dataDir = mkdtempSync(join(tmpdir(), 'stoa-bench-'))): Promise<Marketplace> {
  const [port, stripePort, carrierPort] = [await freePort(), await freePort(), await freePort()];
  const [razorpayPort, storePort, muxPort] = [await freePort(), await freePort(), await freePort()];
  const startedAtMs = Date.now();
  const child = spawn(STOA, ['start'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PORT: `${port}`,
      SANDBOX_STRIPE_PORT: `${stripePort}`,
      SANDBOX_CARRIER_PORT: `${carrierPort}`,
      SANDBOX_RAZORPAY_PORT: `${razorpayPort}`,
      SANDBOX_S3_PORT: `${storePort}`,
      ...{ SANDBOX_SMTP_PORT: '0', SANDBOX_MAIL_PORT: '0', SANDBOX_OPENID_PORT: '0' },
      SANDBOX_MUX_PORT: `${muxPort}`,
      STOA_DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
    },
  });
  // A bench that breaks off leaves nothing running behind it.
  process.once('exit', () => child.kill('SIGTERM'));
  await untilAnswers(`http://127.0.0.1:${port}/readyz`, child);
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    stripeUrl: `http://127.0.0.1:${stripePort}`,
    dataDir,
    pid: child.pid!,
    readyMs: Date.now() - startedAtMs,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

export const removeData = (marketplace: Marketplace): void => rmSync(marketplace.dataDir, { recursive: true, force: true });
