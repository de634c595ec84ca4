import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findNatsServer } from './find-nats-server.ts';

let folder: string;
let lines: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stoa-find-nats-'));
  lines = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function fakeServer(name: string, version: string): string {
  const file = join(folder, name, 'nats-server');
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "nats-server: v${version}"\n`);
  chmodSync(file, 0o755);
  return file;
}

function find(environment: NodeJS.ProcessEnv): Promise<string | null> {
  return findNatsServer({ cacheDir: join(folder, 'cache'), log: (line) => lines.push(line), environment, downloadTimeoutMs: 1 });
}

test('takes the one that is named, and complains where that is none', async () => {
  const named = fakeServer('named', '2.10.1');
  expect(await find({ STOA_NATS_SERVER: named, PATH: '' })).toBe(named);
  await expect(find({ STOA_NATS_SERVER: '/no/such/file' })).rejects.toThrow('STOA_NATS_SERVER names /no/such/file');
  await expect(find({ STOA_NATS_SERVER: fakeServer('old', '2.8.4') })).rejects.toThrow('version 2.9 or later');
});

test('takes the one on the PATH before the one downloaded earlier', async () => {
  const onPath = fakeServer('bin', '2.9.10');
  const cached = fakeServer('cache', '2.9.10');
  expect(await find({ PATH: `/no/such/folder:${join(folder, 'bin')}` })).toBe(onPath);
  rmSync(onPath);
  // A machine with a nats-server of its own has it in /usr/sbin.
  expect([cached, '/usr/sbin/nats-server', '/usr/local/sbin/nats-server']).toContain(await find({ PATH: join(folder, 'bin') }));
});

test('gives up in time and says so', async () => {
  const found = await find({ PATH: '' });
  if (found !== null) return;
  expect(lines.at(-1)).toMatch(/^No nats-server: none on the PATH, and the Debian package could not be had \(.+\)\.$/);
});
