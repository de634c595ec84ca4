import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createLog } from '@stoa/kit/observability';
import { dropDatabase } from '@stoa/kit/persistence';
import { type Platform, startPlatform } from './platform.ts';

const databasePrefix = `platform_${process.pid}_`;
const serverUrl = process.env.STOA_TEST_POSTGRES_URL ?? '';
const dataDir = mkdtempSync(join(tmpdir(), 'stoa-platform-'));
const options = {
  serverUrl,
  databasePrefix,
  bus: 'embedded',
  environment: {},
  gatewayPort: 0,
  sandbox: { stripePort: 0, carrierPort: 0, razorpayPort: 0, storePort: 0, muxPort: 0 },
  dataDir,
  log: createLog('platform', 'silent'),
} as const;

let platform: Platform;

beforeAll(async () => {
  platform = await startPlatform(options);
});

afterAll(async () => {
  await platform.stop();
  for (const name of platform.domains.keys()) await dropDatabase(serverUrl, `${databasePrefix}${name}`);
  rmSync(dataDir, { recursive: true, force: true });
});

async function ask(query: string, token?: string): Promise<{ data?: Record<string, never>; errors?: unknown }> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(platform.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return (await response.json()) as { data?: Record<string, never>; errors?: unknown };
}

test('all domains answer through the gateway, and the seeded administrator logs in', async () => {
  const { data, errors } = await ask(
    `mutation { logIn(input: { email: "admin@stoa.test", password: "stoa-admin" }) { accessToken user { accountType } } }`,
  );
  expect(errors).toBeUndefined();
  const { accessToken, user } = (data as unknown as { logIn: { accessToken: string; user: { accountType: string } } }).logIn;
  expect(user.accountType).toBe('ADMIN');
  expect(await ask('{ me { email } categories { slug } }', accessToken)).toMatchObject({ data: { me: { email: 'admin@stoa.test' } } });
});

test('/readyz names every part, and is 200 when all work', async () => {
  const response = await fetch(`${platform.origin}/readyz`);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ parts: { identity: 'ok', catalog: 'ok', bus: 'ok' } });
});

test('a busy port is refused, and nothing is left behind', async () => {
  await expect(startPlatform({ ...options, gatewayPort: platform.port, dataDir: join(dataDir, 'other') })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
