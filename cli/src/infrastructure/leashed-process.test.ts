import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type LeashedOptions, startLeashed } from './leashed-process.ts';
import { processStartedAt } from './process-identity.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stoa-leash-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function shell(script: string, more: Partial<LeashedOptions> = {}): LeashedOptions {
  const endings = [{ signal: 'SIGTERM', graceMs: 300 }] as const;
  return { command: '/bin/sh', args: ['-c', script], cwd: folder, logFile: join(folder, 'log'), endings, ...more };
}

test('ends a server politely, and says how it ended', async () => {
  const endings = [{ signal: 'SIGTERM', graceMs: 60_000 }] as const;
  const server = await startLeashed(shell('trap "echo bye; exit 3" TERM; echo up; while :; do sleep 0.01; done', { endings }));
  await eventually(() => readFileSync(join(folder, 'log'), 'utf8') === 'up\n');
  await Promise.all([server.stop(), server.stop()]);
  expect(await server.exited).toEqual({ code: 3, signal: null });
  expect(server.hasEnded()).toBe(true);
  expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('up\nbye\n');
});

test('ends a server that does not listen', async () => {
  const server = await startLeashed(shell('trap "" TERM; echo up; while :; do sleep 0.01; done'));
  await eventually(() => readFileSync(join(folder, 'log'), 'utf8') === 'up\n');
  await server.stop();
  expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });
});

test('refuses a program that cannot be started', async () => {
  await expect(startLeashed(shell('', { command: '/no/such/program' }))).rejects.toThrow('ENOENT');
});

test('a server ends, and its folder goes, when its owner is killed outright; a Ctrl-C of the terminal does not reach it', async () => {
  const doomed = mkdtempSync(join(tmpdir(), 'stoa-leash-doomed-'));
  const options = shell('while :; do sleep 0.01; done', { removeWhenOrphaned: doomed });
  const owner = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { startLeashed } from ${JSON.stringify(import.meta.resolve('./leashed-process.ts'))};
       process.on('SIGINT', () => {});
       console.log((await startLeashed(${JSON.stringify(options)})).pid); setInterval(() => {}, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], detached: true },
  );
  const pid = await new Promise<number>((resolve) => owner.stdout.once('data', (text) => resolve(Number(text))));
  // What a terminal does: the signal goes to the whole process group.
  process.kill(-(owner.pid as number), 'SIGINT');
  await sleep(200);
  expect(processStartedAt(pid)).not.toBeNull();
  owner.kill('SIGKILL');
  await eventually(() => processStartedAt(pid) === null && !existsSync(doomed));
});

async function eventually(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 3_000; tries += 1) {
    if (holds()) return;
    await sleep(20);
  }
  throw new Error('It did not come true in time.');
}
