import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { type EmbeddedPostgres, type PostgresOptions, startPostgres } from './postgres.ts';

let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'stoa-postgres-'));
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const lines: string[] = [];

function start(more: Partial<PostgresOptions> = {}): Promise<EmbeddedPostgres> {
  return startPostgres({ dataDir, log: (line) => lines.push(line), removeWhenOrphaned: true, ...more });
}

async function query(server: EmbeddedPostgres, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('starts with settings that are safe for money, and keeps its password to itself', async () => {
  const server = await start();
  try {
    const rows = await query(server, `select name, setting from pg_settings`);
    const setting = Object.fromEntries(rows.map((row) => [row.name, row.setting]));
    expect(setting).toMatchObject({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: join(dataDir, 'cluster'),
      max_connections: '100',
      server_encoding: 'UTF8',
      TimeZone: 'UTC',
    });
    expect(server.port).toBeLessThan(32_768);
    expect(statSync(join(dataDir, 'superuser-password')).mode & 0o777).toBe(0o600);
    expect(await query(server, `select lower('ÄÖÜ') as lower, 'ähre' < 'b' as sorted`)).toEqual([{ lower: 'äöü', sorted: false }]);
    const extensions = await query(server, `select name from pg_available_extensions where name in ('pg_trgm', 'unaccent') order by name`);
    expect(extensions).toEqual([{ name: 'pg_trgm' }, { name: 'unaccent' }]);
    await expect(query({ ...server, url: server.url.replace(/:[^:@]+@/, ':wrong@') }, 'select 1')).rejects.toThrow('password');
  } finally {
    await server.stop();
  }
});

test('the same folder gives the same data, after a clean stop and after a kill', async () => {
  const first = await start();
  await query(first, 'create table kept (id int); insert into kept values (1)');
  await first.stop();
  const second = await start();
  await query(second, 'insert into kept values (2)');
  await second.kill();
  expect(await second.exited).toEqual({ code: null, signal: 'SIGKILL' });
  const third = await start({ port: second.port });
  expect(third.port).toBe(second.port);
  expect(await query(third, 'select id from kept order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  await third.stop();
});

test('a pid file from before a reboot, naming some other program, does no harm', async () => {
  writeFileSync(
    join(dataDir, 'cluster', 'postmaster.pid'),
    `${process.ppid}\n${join(dataDir, 'cluster')}\n1\n5432\n\n127.0.0.1\n\nready\n`,
  );
  const server = await start();
  expect(readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]).toBe(String(server.pid));
  await server.stop();
});

test('starts again at once after its owner was killed, without waiting for the old server to be found', async () => {
  const module = JSON.stringify(import.meta.resolve('./postgres.ts'));
  const script = `import { startPostgres } from ${module};
    console.log((await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, log: () => {} })).pid); setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => owner.stdout.once('data', resolve));
  await expect(start()).rejects.toThrow(`in use by process ${owner.pid}`);
  owner.kill('SIGKILL');
  await new Promise((resolve) => owner.once('exit', resolve));
  const server = await start();
  expect(await query(server, 'select id from kept order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  await server.stop();
});

test('refuses a folder or a port in use, in one line each', async () => {
  const server = await start();
  const other = mkdtempSync(join(tmpdir(), 'stoa-postgres-'));
  try {
    await expect(start()).rejects.toThrow(`The data folder ${dataDir} is in use by process ${process.pid}.`);
    await expect(start({ dataDir: other, port: server.port })).rejects.toThrow(
      `Port ${server.port} is in use: Postgres cannot listen on it.`,
    );
  } finally {
    await server.stop();
    rmSync(other, { recursive: true, force: true });
  }
});

test('a test may trade safety for speed', async () => {
  const server = await start({ durable: false, maxConnections: 20 });
  const rows = await query(server, `select name, setting from pg_settings where name in ('fsync', 'max_connections') order by name`);
  expect(rows.map((row) => row.setting)).toEqual(['off', '20']);
  await server.stop();
});
