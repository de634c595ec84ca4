import { expect, test } from '@jest/globals';
import { natsConfig, natsUsers } from './nats-config.ts';

test('writes a user for each domain, with passwords from the environment where a container wants them so', () => {
  const users = natsUsers(['orders'], (user) => `$NATS_PASSWORD_${user.toUpperCase()}`);
  const config = natsConfig({ host: '0.0.0.0', port: 4222, storeDir: '/data', users });
  expect(config).toContain('host: "0.0.0.0"\nport: 4222\n');
  expect(config).toContain('{ user: "stoa", password: $NATS_PASSWORD_STOA }');
  expect(config).toContain('{ user: "orders", password: $NATS_PASSWORD_ORDERS, permissions: { publish: { allow: ["orders.>", ');
  expect(config).not.toContain('sync_interval');
});

test('quotes what could be read as something else', () => {
  const config = natsConfig({ host: '127.0.0.1', port: 1, storeDir: '/with "quotes"', users: natsUsers([], () => '12"34') });
  expect(config).toContain('store_dir: "/with \\"quotes\\""');
  expect(config).toContain('password: "12\\"34"');
});
