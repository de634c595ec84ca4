import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { launchAs, type PostgresAccount } from './postgres-account.ts';

/** The database's own administrator; each domain gets a role of its own from it. */
export const SUPERUSER = 'stoa';

/** The password of the superuser, made once and kept beside the data, readable by nobody else. */
export function superuserPassword(dataDir: string, account: PostgresAccount | null): string {
  const file = passwordFile(dataDir);
  if (!existsSync(file)) {
    writeFileSync(file, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600, flush: true });
    // initdb reads it, and that runs under the account.
    if (account) chownSync(file, account.uid, account.gid);
  }
  return readFileSync(file, 'utf8').trim();
}

/** Makes the folder of databases where there is none. It appears in one step, so a crash on the way leaves nothing half made. */
export async function createCluster(initdb: string, dataDir: string, account: PostgresAccount | null, durable: boolean): Promise<void> {
  const cluster = clusterFolder(dataDir);
  if (existsSync(join(cluster, 'PG_VERSION'))) return;
  const unfinished = `${cluster}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  chmodSync(unfinished, 0o700);
  if (account) chownSync(unfinished, account.uid, account.gid);
  await runInitdb(initdb, initdbArguments(unfinished, passwordFile(dataDir), durable), unfinished, account);
  renameSync(unfinished, cluster);
  if (durable) flushFolder(dataDir);
}

/** The folder that Postgres itself calls its data directory. */
export function clusterFolder(dataDir: string): string {
  return join(dataDir, 'cluster');
}

function passwordFile(dataDir: string): string {
  return join(dataDir, 'superuser-password');
}

function initdbArguments(cluster: string, password: string, durable: boolean): string[] {
  return [
    `--pgdata=${cluster}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorting comes from Postgres itself and is the same on every machine; the character classes, which word search
    // needs for letters beyond ASCII, come from the system.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    `--lc-ctype=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`,
    ...(durable ? [] : ['--no-sync']),
  ];
}

function runInitdb(program: string, args: readonly string[], cluster: string, account: PostgresAccount | null): Promise<void> {
  const { command, args: allArgs, ...identity } = launchAs(account, program, args, [cluster]);
  return new Promise((resolve, reject) => {
    const child = spawn(command, allArgs, {
      cwd: '/',
      env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
      ...identity,
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`initdb could not make the database folder: ${complaint.trim()}`)),
    );
  });
}

function flushFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
