import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

const ACCOUNT_NAME = 'postgres';

/** The part of the privileges of root that lets a server work in a folder that only root may enter, such as /root. */
const FOLDER_CAPABILITIES = '+dac_override,+dac_read_search';

/** The system account that runs Postgres, which refuses to run as root. */
export interface PostgresAccount {
  readonly uid: number;
  readonly gid: number;
}

/** How to run a Postgres program: perhaps behind another program, perhaps under another account. */
export interface PostgresLaunch {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** The account to run Postgres under, or null where we are no root and it runs as ourselves. Made where there is none. */
export function postgresAccount(cluster: string): PostgresAccount | null {
  if (process.getuid?.() !== 0) return null;
  // Whoever owns the data goes on running it: numbers of accounts differ between one container and the next.
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return lookUp() ?? create();
}

/** Prepares a program for the account. Where the account cannot reach the paths, it gets just the privilege to do so. */
export function launchAs(
  account: PostgresAccount | null,
  program: string,
  args: readonly string[],
  paths: readonly string[],
): PostgresLaunch {
  if (account === null) return { command: program, args };
  if ([program, ...paths].every((path) => canReach(account, path))) return { command: program, args, ...account };
  const identity = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
  const privileges = [`--inh-caps=${FOLDER_CAPABILITIES}`, `--ambient-caps=${FOLDER_CAPABILITIES}`];
  return { command: 'setpriv', args: [...identity, ...privileges, program, ...args] };
}

function lookUp(): PostgresAccount | null {
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    return null;
  }
}

function create(): PostgresAccount {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', ACCOUNT_NAME], {
      stdio: 'pipe',
    });
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch (error) {
    throw new Error(`Postgres does not run as root, and an account ${ACCOUNT_NAME} for it could not be made. Start as an ordinary user.`, {
      cause: error,
    });
  }
}

function idOf(which: '-u' | '-g'): number {
  return Number(execFileSync('id', [which, ACCOUNT_NAME], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
}

function canReach(account: PostgresAccount, path: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -r "$0" && test -x "$0"', path], { cwd: '/', stdio: 'ignore', ...account }).status === 0;
}
