import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

export interface Program {
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Answers anything at all once the program is ready. */
  readonly probeUrl: string;
}

export interface Running {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a Node program and waits until it answers. Nothing is left running when the bench breaks off. */
export async function start({ args, cwd, env, probeUrl }: Program): Promise<Running> {
  const child = spawn(process.execPath, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    // All of the load comes from one address.
    env: {
      ...process.env,
      NODE_ENV: 'production',
      STOA_ADDRESS_RATE: 'off',
      STOA_MAX_ADDRESS_CONNECTIONS: '100000',
      STOA_MAX_ADDRESS_SUBSCRIPTIONS: '100000',
      ...env,
    },
  });
  process.once('exit', () => child.kill('SIGKILL')).setMaxListeners(0);
  await untilAnswering(child, probeUrl);
  return {
    pid: child.pid!,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
        setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
      }),
  };
}

async function untilAnswering(child: ChildProcess, url: string): Promise<void> {
  for (const givesUpAtMs = Date.now() + PATIENCE_MS; Date.now() < givesUpAtMs; await sleep(50)) {
    if (child.exitCode !== null) throw new Error(`${child.spawnargs.join(' ')} ended`);
    const response = await fetch(url).catch(() => null);
    if (response) return void (await response.arrayBuffer());
  }
  child.kill('SIGKILL');
  throw new Error(`${child.spawnargs.join(' ')} did not answer`);
}
