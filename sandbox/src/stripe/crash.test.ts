import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import Stripe from 'stripe';
import { closeAll, closeLater, openStripe, SECRET_KEY, temporaryFolder } from '../testing/open-stripe.ts';
import { readJournal } from './read-journal.ts';

afterEach(closeAll);

const SCRIPT = fileURLToPath(new URL('../testing/stripe-process.ts', import.meta.url));

async function spawnSandbox(dataDir: string): Promise<{ child: ChildProcess; stripe: Stripe }> {
  const child = spawn(process.execPath, [SCRIPT, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  closeLater(async () => void child.kill('SIGKILL'));
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const config = { host: '127.0.0.1', port: Number(said.toString()), protocol: 'http', maxNetworkRetries: 0 } as const;
  return { child, stripe: new Stripe(SECRET_KEY, config) };
}

test('killed in the middle of many payments, it keeps every one that it answered for, and takes none twice', async () => {
  const dataDir = await temporaryFolder();
  const { child, stripe } = await spawnSandbox(dataDir);
  const card = { amount: 5, currency: 'usd', payment_method: 'pm_card_visa', confirm: true };
  const pay = (client: Stripe, number: number) => client.paymentIntents.create(card, { idempotencyKey: `payment-${number}` });

  const answered = new Map<number, string>();
  await Promise.allSettled(
    Array.from({ length: 8 }, async (_, buyer) => {
      for (let number = buyer; number < 400; number += 8) {
        answered.set(number, (await pay(stripe, number)).id);
        if (answered.size === 150) child.kill('SIGKILL');
      }
    }),
  );
  expect(answered.size).toBeGreaterThanOrEqual(150);
  expect(answered.size).toBeLessThan(400);

  const kept = new Set((await readJournal(dataDir)).intents.map(({ id }) => id));
  for (const id of answered.values()) expect(kept).toContain(id);

  const after = await openStripe({ dataDir });
  for (let number = 0; number < 400; number += 1) {
    const { id } = await pay(after.stripe, number);
    expect(id).toBe(answered.get(number) ?? id);
  }
  const { totals, intents } = await readJournal(dataDir);
  expect(intents).toHaveLength(400);
  expect(totals.captured).toEqual({ usd: 2000 });
});
