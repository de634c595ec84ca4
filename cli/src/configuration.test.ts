import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { pairKeysOf, readPairKey, writePairKey } from '@stoa/kit/auth';
import { composeFile, composeNatsConfig, prometheusConfig } from './compose-file.ts';
import { readConfiguration } from './configuration.ts';
import { configurationPage, settingsText } from './configuration-page.ts';
import { deploymentSecrets } from './deployment-secrets.ts';
import { keepSecrets } from './kept-secrets.ts';
import { keyringOf } from './keyring-of.ts';
import { environmentWithSandboxes, wantedSandboxes } from './sandbox-environment.ts';
import { root, subgraphNames } from './workspace.ts';

const folder = mkdtempSync(join(tmpdir(), 'stoa-configuration-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fault = (environment: Record<string, string>): string => {
  try {
    readConfiguration(environment).natsAddress(['orders', 'cart']);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
};

test('nothing set is a configuration for this machine', () => {
  const { port, host, serverUrl, settings, urlsOf } = readConfiguration({ PORT: '' });
  expect({ port, host, serverUrl, stripePort: settings.SANDBOX_STRIPE_PORT }).toEqual({
    port: 4_000,
    host: '127.0.0.1',
    serverUrl: undefined,
    stripePort: 12_111,
  });
  expect(urlsOf('orders')).toEqual(['http://orders:4001']);
});

test.each([
  [{ PORT: 'http' }, 'PORT: must be a port number'],
  [{ PORT: '70000' }, 'PORT: must be a port number, at most 65535'],
  [{ SANDBOX_STRIPE_PORT: '-1' }, 'SANDBOX_STRIPE_PORT: must be a port number'],
  [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL: must be an address that begins with postgres:// or postgresql://'],
  [{ NATS_URL: 'localhost:4222' }, 'NATS_URL: must be an address that begins with nats:// or tls://'],
  [{ STRIPE_SECRET_KEY: 'pk_live_mine' }, 'STRIPE_SECRET_KEY: must be a secret key of Stripe, sk_… or rk_…'],
  [{ NODE_ENV: 'prod' }, 'NODE_ENV: must be one of development, test, production'],
  [{ STOA_SERVICE_ROOT_KEYS: 'v1:short' }, 'STOA_SERVICE_ROOT_KEYS: must be like v1:secret, with a secret of at least 32 characters'],
  [{ STOA_ADMIN_PASSWORD: 'short' }, 'STOA_ADMIN_PASSWORD: must have at least 8 characters'],
  [{ NATS_URL: 'nats://a', STOA_CART_NATS_PASSWORD: 'x' }, 'STOA_ORDERS_NATS_PASSWORD: must be set, since STOA_CART_NATS_PASSWORD is'],
])('a wrong value is named in one line: %j', (environment, message) => {
  expect(fault(environment)).toBe(message);
});

test('a subgraph has its own database, or one on the server that all share', () => {
  const configuration = readConfiguration({
    DATABASE_URL: 'postgres://u:p@db:5433/postgres',
    STOA_CART_DATABASE_URL: 'postgres://cart:c@other/mine',
  });
  expect(configuration.databaseUrlOf('orders')).toBe('postgres://u:p@db:5433/stoa_orders');
  expect(configuration.databaseUrlOf('cart')).toBe('postgres://cart:c@other/mine');
  expect(() => readConfiguration({ STOA_CART_DATABASE_URL: 'x' }).databaseUrlOf('cart')).toThrow(
    'STOA_CART_DATABASE_URL: must be an address',
  );
});

test('the broker knows each domain by its own password, or all by the one of the address', () => {
  const each = readConfiguration({ NATS_URL: 'nats://a:4222,nats://b', STOA_CART_NATS_PASSWORD: 'c' }).natsAddress(['cart'])!;
  expect(each.servers).toEqual(['nats://a:4222', 'nats://b']);
  expect(each.credentials?.('cart')).toEqual({ user: 'cart', pass: 'c' });
  const all = readConfiguration({ NATS_URL: 'nats://us:our%20word@a:4222' }).natsAddress(['cart'])!;
  expect(all.servers).toEqual(['nats://a:4222']);
  expect(all.credentials?.('cart')).toEqual({ user: 'us', pass: 'our word' });
  expect(readConfiguration({ NATS_URL: 'nats://a' }).natsAddress(['cart'])?.credentials).toBeUndefined();
});

test('secrets of a data folder are made once, for their owner only, and sign between the services of this machine', () => {
  const kept = keepSecrets(folder);
  expect(keepSecrets(folder)).toEqual(kept);
  expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  const configuration = readConfiguration({ STOA_DATA_DIR: folder });
  expect(keyringOf(configuration, 'orders').signingKey('cart')).toEqual(
    keyringOf(configuration, 'cart').verificationKey('local.orders.cart'),
  );
});

test('in production nothing is made up', () => {
  const configuration = readConfiguration({ NODE_ENV: 'production', STOA_DATA_DIR: join(folder, 'none') });
  expect(() => keyringOf(configuration, 'orders')).toThrow('STOA_ORDERS_KEYS: must be set in production, or STOA_SERVICE_ROOT_KEYS');
  expect(() => wantedSandboxes(configuration)).toThrow('STRIPE_SECRET_KEY: must be set in production');
  expect(environmentWithSandboxes(configuration)).not.toHaveProperty('STRIPE_SECRET_KEY');
  expect(existsSync(join(folder, 'none'))).toBe(false);
});

test('real keys keep the sandbox away; without them it plays the provider', () => {
  const allReal = {
    STRIPE_SECRET_KEY: 'sk_live_1',
    CARRIER_API_BASE: 'https://carrier.example',
    S3_ACCESS_KEY_ID: 'AKIA1',
    SMTP_URL: 'smtp://mail.example',
    MUX_TOKEN_ID: 'x',
  };
  expect(wantedSandboxes(readConfiguration(allReal))).toEqual({
    ...{ stripePort: null, carrierPort: null, razorpayPort: null, storePort: null, muxPort: null },
    mailPorts: { smtp: 12_116, page: 12_117 },
    openIdPort: 12_118,
  });
  expect(wantedSandboxes(readConfiguration({}))).toEqual({
    stripePort: 12_111,
    carrierPort: 12_112,
    razorpayPort: 12_113,
    storePort: 12_114,
    mailPorts: { smtp: 12_116, page: 12_117 },
    muxPort: 12_115,
    openIdPort: 12_118,
  });
  const real = environmentWithSandboxes(readConfiguration({ STRIPE_SECRET_KEY: 'sk_live_1', STOA_DATA_DIR: folder }));
  expect(real).toMatchObject({ STRIPE_SECRET_KEY: 'sk_live_1', CARRIER_API_BASE: 'http://127.0.0.1:12112' });
  expect(real).not.toHaveProperty('STRIPE_API_BASE');
  expect(real).not.toHaveProperty('RAZORPAY_KEY_ID');
});

test('a service may be given only its own keys', () => {
  const roots = { v1: 'x'.repeat(40) };
  const configuration = readConfiguration({
    STOA_ORDERS_KEYS: pairKeysOf('orders', ['cart', 'gateway'], roots).map(writePairKey).join(','),
  });
  expect(keyringOf(configuration, 'orders').signingKey('cart').id).toBe('v1.orders.cart');
  expect(() => keyringOf(readConfiguration({ STOA_ORDERS_KEYS: 'nonsense' }), 'orders')).toThrow('STOA_ORDERS_KEYS: must hold keys');
});

test('the secrets of a deployment are those that its compose file asks for, and each service gets only its own keys', () => {
  const secrets = new Map(
    deploymentSecrets(['orders', 'cart'])
      .split('\n')
      .filter((line) => /^[A-Z]/.test(line))
      .map((line) => line.split('=') as [string, string]),
  );
  const asked = new Set([...`${composeFile(['orders', 'cart'])}`.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name!));
  expect([...asked].filter((name) => !secrets.has(name))).toEqual([]);
  const keys = secrets.get('STOA_CART_KEYS')!.split(',').map(readPairKey);
  expect(keys).toHaveLength(4);
  expect(keys.every((key) => key?.id.includes('.cart'))).toBe(true);
  expect(composeFile(['orders', 'cart'])).not.toContain('STOA_SERVICE_ROOT_KEYS');
});

test('the page and the compose file are what the code says', () => {
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  expect(read('docs/configuration.md')).toBe(configurationPage());
  expect(read('docker-compose.yml')).toBe(composeFile(subgraphNames()));
  expect(read('deploy/nats/nats.conf')).toBe(composeNatsConfig(subgraphNames()));
  expect(read('deploy/prometheus/prometheus.yml')).toBe(prometheusConfig(subgraphNames()));
});

test('what is printed tells no secret', () => {
  const text = settingsText({ DATABASE_URL: 'postgres://u:hidden@db', PORT: '4711' });
  expect(text).toContain('PORT  4711');
  expect(text).not.toContain('hidden');
});
