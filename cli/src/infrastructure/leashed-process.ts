import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, renameSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const MAX_LOG_BYTES = 8 * 1024 * 1024;

/**
 * The leash: a shell that waits for the end of its standard input, which comes when our process closes it or dies, however it
 * dies. Then it ends the server the way we would have, and removes the folder of a server that was only for a test.
 */
const LEASH = `
alive() {
  kill -0 "$pid" 2> /dev/null || return 1
  [ -r "/proc/$pid/stat" ] || return 0
  # In a container without an init nobody asks how it ended, and a name without a process stays behind.
  read -r _ _ state _ < "/proc/$pid/stat" && [ "$state" != Z ]
}
read -r pid || exit 0
cat > /dev/null
kill -s "$1" "$pid" 2> /dev/null
tries=0
while [ "$tries" -lt 150 ] && alive; do sleep 0.1; tries=$((tries + 1)); done
kill -s KILL "$pid" 2> /dev/null
if [ -n "$2" ]; then rm -rf -- "$2"; fi
`;

/** How a server ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What to start and how to end it. */
export interface LeashedOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  /** Where its output goes: a file goes on working when we are gone, a pipe would not. */
  readonly logFile: string;
  /** Signals from polite to rude, each with the time it gets before the next; a SIGKILL comes last anyway. */
  readonly endings: readonly { readonly signal: NodeJS.Signals; readonly graceMs: number }[];
  /** Removed when the server has ended because our process died. */
  readonly removeWhenOrphaned?: string | undefined;
}

/** A running server that ends with us. */
export interface LeashedProcess {
  readonly pid: number;
  /** Settles when the server has ended, asked or not. */
  readonly exited: Promise<ProcessEnd>;
  hasEnded(): boolean;
  /** Ends it politely; calling it again waits for the same end. */
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

/**
 * Starts a server in a process group and session of its own, so that the terminal's Ctrl-C and hang-up reach only us and we
 * end it in order, and ties it to a leash, so that it is not left behind when we are killed.
 */
export async function startLeashed(options: LeashedOptions): Promise<LeashedProcess> {
  const leash = startLeash(options);
  const child = spawnServer(options);
  let ended = false;
  const exited = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = true;
      leash.kill('SIGKILL');
      resolve({ code, signal });
    });
  });
  await started(child, leash);
  leash.stdin?.write(`${child.pid}\n`);
  // The server is here for our process, not the other way round: it must not keep the process from ending.
  child.unref();
  leash.unref();
  (leash.stdin as { unref?: () => void } | null)?.unref?.();

  let stopping: Promise<void> | null = null;
  return {
    pid: child.pid as number,
    exited,
    hasEnded: () => ended,
    stop: () => {
      stopping ??= endInOrder(child, exited, options.endings);
      return stopping;
    },
    kill: () => endInOrder(child, exited, []),
  };
}

function startLeash(options: LeashedOptions): ChildProcess {
  const signal = (options.endings[0]?.signal ?? 'SIGTERM').slice('SIG'.length);
  const leash = spawn('/bin/sh', ['-c', LEASH, 'stoa-leash', signal, options.removeWhenOrphaned ?? ''], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // It is killed as soon as the server has ended, perhaps before it read a word.
  leash.stdin?.on('error', () => undefined);
  return leash;
}

function spawnServer(options: LeashedOptions): ChildProcess {
  keepLogSmall(options.logFile);
  const output = openSync(options.logFile, 'a', 0o600);
  try {
    return spawn(options.command, options.args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      ...(options.gid === undefined ? {} : { gid: options.gid }),
      detached: true,
      stdio: ['ignore', output, output],
    });
  } finally {
    closeSync(output);
  }
}

function started(child: ChildProcess, leash: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => {
      leash.kill('SIGKILL');
      reject(error);
    });
  });
}

async function endInOrder(child: ChildProcess, exited: Promise<ProcessEnd>, endings: LeashedOptions['endings']): Promise<void> {
  child.ref();
  for (const { signal, graceMs } of endings) {
    child.kill(signal);
    if (await settlesWithin(exited, graceMs)) return;
  }
  child.kill('SIGKILL');
  await exited;
}

/** Waits for something, but not longer than the given time; says whether it came. */
export async function settlesWithin(awaited: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const giveUp = new AbortController();
  try {
    return await Promise.race([awaited.then(() => true), sleep(timeoutMs, false, { signal: giveUp.signal })]);
  } finally {
    giveUp.abort();
  }
}

function keepLogSmall(logFile: string): void {
  const bytes = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes > MAX_LOG_BYTES) renameSync(logFile, `${logFile}.old`);
}
