import { setTimeout as sleep } from 'node:timers/promises';
import { processCommandLine, processStartedAt } from './process-identity.ts';

const POLL_MS = 10;
const TIMEOUT_MS = 20_000;

/** A server that may have outlived its owner. */
export interface Leftover {
  /** From the server's pid file. */
  readonly pid: number;
  /** Stands in the server's command line: another process may have the pid by now. */
  readonly commandLinePart: string;
  readonly signal: NodeJS.Signals;
  readonly log?: ((line: string) => void) | undefined;
}

/**
 * A server whose owner was killed may still be on its way down. Whoever holds the folder's lock calls this before starting
 * another server there: the old one is asked again and waited for. Says whether the pid named such a server.
 */
export async function endLeftover({ pid, commandLinePart, signal, log }: Leftover): Promise<boolean> {
  const startedAt = pid > 0 ? processStartedAt(pid) : null;
  if (startedAt === null || !processCommandLine(pid)?.includes(commandLinePart)) return false;
  log?.(`Process ${pid}, left running on ${commandLinePart}, is being stopped.`);
  sendIfThere(pid, signal);
  const deadline = performance.now() + TIMEOUT_MS;
  while (processStartedAt(pid) === startedAt) {
    if (performance.now() > deadline) throw new Error(`Process ${pid} still holds ${commandLinePart}; end it and start again.`);
    await sleep(POLL_MS);
  }
  return true;
}

function sendIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
