import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { runCommandLine } from 'stoa/command-line';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { openShop, type Shop, until } from '../support/shop.ts';

let shop: Shop;
let environment: NodeJS.ProcessEnv;
let dataDir: string;

beforeAll(async () => {
  shop = await openShop();
  environment = { ...process.env };
  dataDir = mkdtempSync(join(tmpdir(), 'stoa-operator-'));
  process.env.STOA_DATA_DIR = dataDir;
  for (const domain of shop.platform.domains.keys())
    process.env[`STOA_${domain.toUpperCase()}_DATABASE_URL`] = shop.platform.databaseUrlOf(domain);
}, 240_000);

afterAll(async () => {
  process.env = environment;
  rmSync(dataDir, { recursive: true, force: true });
  await shop.close();
});

/** What an operator reads at the terminal. */
async function operate(...args: string[]): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const spies = (['log', 'error'] as const).map((stream) =>
    jest.spyOn(console, stream).mockImplementation((text: string) => void said.push(text)),
  );
  const code = await runCommandLine(args);
  for (const spy of spies) spy.mockRestore();
  return { code, said: said.join('\n') };
}

const park = (id: string) =>
  shop.sql(
    'payments',
    `insert into provider_event (id, provider, type, status, said, note, examine_until)
     values ($1, 'STRIPE', 'payment_intent.succeeded', 'PARKED', $2, 'no payment of ours: pi_x', now())`,
    [
      id,
      JSON.stringify({
        providerPaymentId: 'pi_x',
        paymentId: null,
        state: 'CAPTURED',
        amount: { amountMinor: 1, currency: 'USD' },
        failure: null,
      }),
    ],
  );

test('what a provider told and fits nothing is listed, looked at again, and given up', async () => {
  expect(await operate('webhooks', 'list')).toEqual({ code: 0, said: 'nothing is parked' });
  await park('evt_1');
  await park('evt_2');
  const { said } = await operate('webhooks', 'list');
  expect(said).toMatch(/STRIPE {2}evt_1 {2}since .* payment_intent\.succeeded: no payment of ours: pi_x/);
  expect(said).toContain('2 in all');
  expect(await operate('webhooks', 'retry')).toEqual({ code: 0, said: '2 are looked at again within a minute' });
  expect((await operate('webhooks', 'discard', '--id', 'evt_3')).code).not.toBe(0);
  for (const id of ['evt_1', 'evt_2'])
    expect(await operate('webhooks', 'discard', '--id', id)).toEqual({ code: 0, said: `discarded ${id}` });
  expect(await operate('webhooks', 'list')).toEqual({ code: 0, said: 'nothing is parked' });
  await everythingAgrees(shop);
});

test('a sweep is done when it is asked for, and not only at night', async () => {
  const sweep = await operate('sweep');
  expect(sweep).toMatchObject({ code: 0, said: expect.stringMatching(/STRIPE: swept until \d{4}-.*Z; is asked again within a minute/) });
  shop.wakeJob('payments', 'sweepProviders');
  await until('it was swept', async () => {
    const due = await shop.sql<{ provider: string }>(
      'payments',
      `select provider from provider_sweep where provider = 'STRIPE' and next_sweep_at <= now()`,
    );
    return due.length === 0;
  });
});

test('days are compared again when it is asked for, and a day that is none is refused', async () => {
  const day = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
  expect((await operate('reconcile', '--day', 'yesterday')).said).toContain('--day must be a day');
  expect(await operate('reconcile', '--day', day)).toEqual({ code: 0, said: `all days from ${day} on are compared again within a minute` });
  shop.wakeJob('ledger', 'reconcileProviders');
  await until('those days were compared', async () => {
    const open = await shop.sql('ledger', 'select 1 from reconciliation_cursor where next_day <= $1::date', [day]);
    return open.length === 0;
  });
  expect((await operate('reconcile')).code).toBe(0);
});
