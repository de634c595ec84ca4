import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { defaultCacheDir, findNatsServer } from './find-nats-server.ts';
import { type NatsServer, type NatsServerOptions, startNatsServer } from './nats-server.ts';

const binary = await findNatsServer({ cacheDir: defaultCacheDir(), log: () => undefined });

// Skipped only where no nats-server can be had, which is a supported way to run.
(binary ? describe : describe.skip)('nats-server', () => {
  let dataDir: string;
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'stoa-nats-'));
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  function start(more: Partial<NatsServerOptions> = {}): Promise<NatsServer> {
    return startNatsServer({ binary: binary ?? '', dataDir, accounts: ['orders', 'payments'], removeWhenOrphaned: true, ...more });
  }

  async function as(server: NatsServer, domain: string | undefined, work: (connection: NatsConnection) => Promise<void>): Promise<void> {
    const connection = await connect({ servers: server.url, ...server.credentials(domain) });
    try {
      await work(connection);
    } finally {
      await connection.close();
    }
  }

  test('a domain keeps its own stream, and another domain consumes it', async () => {
    const server = await start();
    expect(server.port).toBeLessThan(32_768);
    expect(statSync(join(dataDir, 'passwords.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'nats.conf')).mode & 0o777).toBe(0o600);
    await as(server, 'orders', async (connection) => {
      const manager = await jetstreamManager(connection);
      await manager.streams.add({ name: 'orders', subjects: ['orders.>'] });
      const stored = await jetstream(connection).publish('orders.order.placed', 'one', { msgID: '1', expect: { lastSequence: 0 } });
      expect(stored.seq).toBe(1);
    });
    await as(server, 'payments', async (connection) => {
      const manager = await jetstreamManager(connection);
      await manager.consumers.add('orders', { durable_name: 'payments', ack_policy: 'explicit' });
      const consumer = await jetstream(connection).consumers.get('orders', 'payments');
      const message = await consumer.next({ expires: 30_000 });
      expect(message?.string()).toBe('one');
      expect(await message?.ackAck()).toBe(true);
    });
    await server.stop();
  });

  test('the streams survive a kill, and the passwords stay the same', async () => {
    const first = await start();
    const credentials = first.credentials('orders');
    await first.kill();
    const second = await start({ port: first.port });
    expect(second.url).toBe(first.url);
    expect(second.credentials('orders')).toEqual(credentials);
    await as(second, 'orders', async (connection) => {
      expect((await (await jetstreamManager(connection)).streams.info('orders')).state.messages).toBe(1);
    });
    await second.stop();
  });

  test("a domain neither publishes another's events nor empties another's stream", async () => {
    const server = await start();
    const { pass } = server.credentials('orders');
    await expect(connect({ servers: server.url, user: 'payments', pass, reconnect: false })).rejects.toThrow(/Authorization/i);
    await as(server, 'payments', async (connection) => {
      await expect(connection.request('orders.order.placed', 'forged', { timeout: 30_000 })).rejects.toThrow(
        /permissions violation|no responders/i,
      );
      const manager = await jetstreamManager(connection, { timeout: 300, checkAPI: false });
      await expect(manager.streams.purge('orders')).rejects.toThrow();
      await expect(manager.streams.delete('orders')).rejects.toThrow();
      await expect(manager.streams.deleteMessage('orders', 1)).rejects.toThrow();
      expect((await (await jetstreamManager(connection)).streams.info('orders')).state.messages).toBe(1);
    });
    await as(server, undefined, async (connection) => {
      expect((await (await jetstreamManager(connection)).streams.purge('orders')).purged).toBe(1);
    });
    await server.stop();
  });

  test('refuses a folder or a port in use, in one line each', async () => {
    const server = await start();
    const other = mkdtempSync(join(tmpdir(), 'stoa-nats-'));
    try {
      await expect(start()).rejects.toThrow(`The data folder ${dataDir} is in use by process ${process.pid}.`);
      await expect(start({ dataDir: other, port: server.port })).rejects.toThrow(
        `Port ${server.port} is in use: nats-server cannot listen on it.`,
      );
    } finally {
      await server.stop();
      rmSync(other, { recursive: true, force: true });
    }
  });

  test('starts again at once on the same port after its owner was killed', async () => {
    const module = JSON.stringify(import.meta.resolve('./nats-server.ts'));
    const script = `import { startNatsServer } from ${module};
      console.log((await startNatsServer(${JSON.stringify({ binary, dataDir })})).port); setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const port = await new Promise<number>((resolve) => owner.stdout.once('data', (text) => resolve(Number(text))));
    owner.kill('SIGKILL');
    await new Promise((resolve) => owner.once('exit', resolve));
    const server = await start({ port });
    expect(server.port).toBe(port);
    await server.stop();
  });
});
