import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endLeftover } from './end-leftover.ts';
import { lockFolder } from './folder-lock.ts';
import { freePort } from './free-port.ts';
import { type LeashedProcess, type ProcessEnd, startLeashed } from './leashed-process.ts';
import { launchAs, type PostgresAccount, postgresAccount } from './postgres-account.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { clusterFolder, createCluster, SUPERUSER, superuserPassword } from './postgres-cluster.ts';

const POLL_MS = 10;
/** Recovery after a crash reads the log of all that happened since the last checkpoint, which may take a while. */
const READY_TIMEOUT_MS = 120_000;
const MAX_START_TRIES = 10;
const RETRY_DELAY_MS = 250;

/** What an embedded Postgres is started with. */
export interface PostgresOptions {
  /** Holds the databases, the superuser's password and the log; the same folder gives the same databases again. */
  readonly dataDir: string;
  /** Without one, a free port below 32768. */
  readonly port?: number | undefined;
  readonly log: (line: string) => void;
  /** False only in tests: a crash of the machine may then cost everything, and in return nothing waits for the disk. */
  readonly durable?: boolean;
  readonly maxConnections?: number;
  /** For tests: the whole folder goes when our process dies without stopping the server. */
  readonly removeWhenOrphaned?: boolean;
}

/** A running embedded Postgres. */
export interface EmbeddedPostgres {
  /** The superuser's address, with the password in it. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Settles when the server has ended, also when it crashed. */
  readonly exited: Promise<ProcessEnd>;
  stop(): Promise<void>;
  /** Ends it as a crash would, for tests of just that. */
  kill(): Promise<void>;
}

/** Starts a real Postgres on a data folder, making the folder first where needed, and waits until it answers. */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  const unlock = lockFolder(dataDir);
  try {
    const binaries = findPostgresBinaries();
    const cluster = clusterFolder(dataDir);
    const account = postgresAccount(cluster);
    const password = superuserPassword(dataDir, account);
    await createCluster(binaries.initdb, dataDir, account, options.durable ?? true);
    await endOlderServer(cluster, options.log);
    const { server, port } = await startUntilItHolds(binaries.postgres, dataDir, account, options);
    void server.exited.then(unlock);
    return {
      url: `postgres://${SUPERUSER}:${password}@${encodeURIComponent(socketFolder(dataDir) || '127.0.0.1')}:${port}/postgres`,
      port,
      pid: server.pid,
      exited: server.exited,
      stop: () => server.stop(),
      kill: () => server.kill(),
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Two things pass by themselves: a port that another process took before us, and the last backends of a killed server. */
async function startUntilItHolds(
  program: string,
  dataDir: string,
  account: PostgresAccount | null,
  options: PostgresOptions,
): Promise<{ server: LeashedProcess; port: number }> {
  const logFile = join(dataDir, 'postgres.log');
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const server = await launch(program, dataDir, logFile, account, port, options);
    if (await becameReady(server, clusterFolder(dataDir))) return { server, port };
    const complaint = lastComplaint(logFile);
    const portTaken = /could not (bind|create any TCP)/.test(complaint);
    const willPass = (portTaken && options.port === undefined) || complaint.includes('still in use');
    if (!willPass || attempt === MAX_START_TRIES) {
      throw new Error(portTaken ? `Port ${port} is in use: Postgres cannot listen on it.` : `Postgres did not start: ${complaint}`);
    }
    await sleep(RETRY_DELAY_MS);
  }
}

function launch(
  program: string,
  dataDir: string,
  logFile: string,
  account: PostgresAccount | null,
  port: number,
  options: PostgresOptions,
): Promise<LeashedProcess> {
  const cluster = clusterFolder(dataDir);
  const { command, args, uid, gid } = launchAs(
    account,
    program,
    ['-D', cluster, ...settings(port, socketFolder(dataDir), options)],
    [cluster],
  );
  return startLeashed({
    command,
    args,
    cwd: '/',
    env: { ...process.env, LC_MESSAGES: 'C' },
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
    logFile,
    // Fast shutdown: open transactions roll back and a checkpoint is written. Then the immediate one, which recovers at the next start.
    endings: [
      { signal: 'SIGINT', graceMs: 20_000 },
      { signal: 'SIGQUIT', graceMs: 5_000 },
    ],
    removeWhenOrphaned: options.removeWhenOrphaned ? dataDir : undefined,
  });
}

/** The kernel takes no longer path of a socket; its name alone takes twenty. */
const MAX_SOCKET_FOLDER_BYTES = 85;

/**
 * Where the server's socket is: in the cluster, which nobody else may enter. A statement costs less by it than by TCP. Empty where
 * the folder's path is too long for one, and then TCP it is.
 */
function socketFolder(dataDir: string): string {
  const folder = clusterFolder(dataDir);
  return Buffer.byteLength(folder) <= MAX_SOCKET_FOLDER_BYTES ? folder : '';
}

/** Given on the command line, these win over the configuration file, where everything else may be tuned by hand. */
function settings(port: number, sockets: string, { durable = true, maxConnections = 100 }: PostgresOptions): string[] {
  const values: Record<string, string | number> = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: sockets,
    max_connections: maxConnections,
    timezone: 'UTC',
    log_timezone: 'UTC',
    fsync: durable ? 'on' : 'off',
    synchronous_commit: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    // Nobody copies what is not to last, so the log need not say enough for that.
    ...(!durable && { wal_level: 'minimal', max_wal_senders: 0 }),
    // The queries here are short; compiling them costs more than it saves.
    jit: 'off',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Postgres writes its state into its pid file, the same that its own pg_ctl waits for. */
async function becameReady(server: LeashedProcess, cluster: string): Promise<boolean> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (!server.hasEnded()) {
    const { pid, status } = readPidFile(cluster);
    if (pid === server.pid && status === 'ready') return true;
    if (performance.now() > deadline) {
      await server.kill();
      throw new Error(`Postgres was not ready after ${READY_TIMEOUT_MS / 1000} seconds.`);
    }
    await sleep(POLL_MS);
  }
  return false;
}

function readPidFile(cluster: string): { pid: number; status: string } {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), status: (lines[7] ?? '').trim() };
  } catch {
    return { pid: 0, status: '' };
  }
}

/** Ends a server that outlived its owner. A pid file of before a reboot may name some other program, which Postgres would take for itself. */
async function endOlderServer(cluster: string, log: (line: string) => void): Promise<void> {
  const ended = await endLeftover({ pid: readPidFile(cluster).pid, commandLinePart: cluster, signal: 'SIGINT', log });
  if (!ended) rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

function lastComplaint(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-12);
  const complaints = lines.filter((line) => /(FATAL|PANIC|ERROR|HINT|could not|error)/.test(line));
  return (complaints.length > 0 ? complaints : lines).map((line) => line.replace(/^\S+ \S+ UTC \[\d+\] /, '')).join(' ');
}
