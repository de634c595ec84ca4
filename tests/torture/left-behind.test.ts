import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { Cleaner } from './left-behind.ts';

const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-left-behind-'));
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'deep', 'file'), 'something');
  return folder;
};

test('what was ours is gone when we are done', async () => {
  const cleaner = new Cleaner();
  const folder = aFolder();
  cleaner.remove(folder);
  await cleaner.close();
  expect(existsSync(folder)).toBe(false);
});

test('what was ours is gone when we are killed', async () => {
  const folder = aFolder();
  const program = `
    import { Cleaner } from ${JSON.stringify(fileURLToPath(new URL('./left-behind.ts', import.meta.url)))};
    new Cleaner().remove(${JSON.stringify(folder)});
    setInterval(() => {}, 1_000);
    process.stdout.write('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  expect(existsSync(folder)).toBe(true);
  child.kill('SIGKILL');
  for (const deadline = performance.now() + 60_000; existsSync(folder) && performance.now() < deadline; ) await sleep(20);
  expect(existsSync(folder)).toBe(false);
});
