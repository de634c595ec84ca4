import { existsSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import pg from 'pg';
import { natsForTests } from './nats-for-tests.ts';

test('every test finds a Postgres', async () => {
  const client = new pg.Client({ connectionString: process.env.STOA_TEST_POSTGRES_URL });
  await client.connect();
  const { rows } = await client.query('show server_version_num');
  expect(Number(rows[0].server_version_num)).toBeGreaterThanOrEqual(180_000);
  await client.end();
});

const nats = await natsForTests(['orders']);

// Skipped only where no nats-server can be had, which is a supported way to run.
(nats ? test : test.skip)('a suite that needs NATS gets one of its own, which it may kill', async () => {
  if (!nats) return;
  await nats.server.kill();
  await nats.restart();
  const connection = await connect({ servers: nats.server.url, ...nats.server.credentials('orders') });
  expect((await (await jetstreamManager(connection)).getAccountInfo()).streams).toBe(0);
  await connection.close();
  await nats.remove();
  expect(existsSync(nats.dataDir)).toBe(false);
});
