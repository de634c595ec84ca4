import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Counted after the command's closing parenthesis, since the command's name may itself hold spaces. */
const START_TIME_FIELD = 19;

/**
 * When a process started, in whatever unit its system uses, or null where no such process runs.
 * A pid alone says little after a reboot or in a container, where small numbers come round again; pid and start time name one process.
 */
export function processStartedAt(pid: number): string | null {
  if (process.platform === 'linux') {
    const status = readOrNull(`/proc/${pid}/stat`);
    if (status === null) return null;
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended: only its parent has not yet asked how.
    return fields[0] === 'Z' ? null : (fields[START_TIME_FIELD] ?? null);
  }
  return psOrNull(pid, 'lstart=');
}

/** The command line of a process, arguments joined by spaces, or null where it cannot be read. */
export function processCommandLine(pid: number): string | null {
  if (process.platform === 'linux') return readOrNull(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim() ?? null;
  return psOrNull(pid, 'command=');
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function psOrNull(pid: number, column: string): string | null {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null;
  } catch {
    return null;
  }
}
