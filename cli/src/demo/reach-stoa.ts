import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settlesWithin, startLeashed } from '../infrastructure/leashed-process.ts';
import { root } from '../workspace.ts';

const START_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 60_000;

/** A Stoa that answers; closing it stops only what was started for it. */
export interface Reached {
  readonly isOurs: boolean;
  close(): Promise<void>;
}

/** Takes the Stoa that answers at this address, or starts one with the same settings for as long as it is needed. */
export async function reachStoa(origin: string, dataDir: string): Promise<Reached> {
  if (await isReady(origin)) return { isOurs: false, close: async () => undefined };
  console.log(`No Stoa answers at ${origin}, so one is started for the demo.`);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const logFile = join(dataDir, 'demo.log');
  const { exited, stop } = await startLeashed({
    command: process.execPath,
    args: [...process.execArgv, join(root, 'cli', 'bin', 'stoa.js'), 'start'],
    cwd: process.cwd(),
    logFile,
    endings: [{ signal: 'SIGTERM', graceMs: STOP_TIMEOUT_MS }],
  });
  for (const givesUpAtMs = Date.now() + START_TIMEOUT_MS; !(await isReady(origin)); ) {
    if (await settlesWithin(exited, 200)) throw new Error(`Stoa did not start; ${logFile} ends with: ${lastLineOf(logFile)}`);
    if (Date.now() < givesUpAtMs) continue;
    await stop();
    throw new Error(`Stoa was not ready after ${START_TIMEOUT_MS / 1_000} s; ${logFile} may say why`);
  }
  return { isOurs: true, close: stop };
}

const lastLineOf = (file: string): string => readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '';

const isReady = (origin: string): Promise<boolean> =>
  fetch(`${origin}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
