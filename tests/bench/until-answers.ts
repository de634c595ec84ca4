import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const READY_PATIENCE_MS = 120_000;

/** Waits until a URL that a process serves answers with 200. */
export async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  for (const givesUpAtMs = Date.now() + READY_PATIENCE_MS; Date.now() < givesUpAtMs; await sleep(20)) {
    if (child.exitCode !== null) throw new Error(`what serves ${url} did not start`);
    const response = await fetch(url).catch(() => null);
    if (response?.status === 200) return;
  }
  child.kill('SIGTERM');
  throw new Error(`${url} did not answer`);
}
