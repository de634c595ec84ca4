import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { natsAnswers } from '../nats-answers.ts';
import { endLeftover } from './end-leftover.ts';
import { lockFolder } from './folder-lock.ts';
import { freePort } from './free-port.ts';
import { type LeashedProcess, type ProcessEnd, startLeashed } from './leashed-process.ts';
import { GATEWAY_USER, NATS_OPERATOR, natsConfig, natsUsers } from './nats-config.ts';

const POLL_MS = 15;
const READY_TIMEOUT_MS = 60_000;
const MAX_START_TRIES = 10;

/** What a NATS server is started with. */
export interface NatsServerOptions {
  /** From `findNatsServer`. */
  readonly binary: string;
  /** Holds the streams, the configuration, the passwords and the log. */
  readonly dataDir: string;
  /** Without one, a free port below 32768. */
  readonly port?: number | undefined;
  /** The domains: each gets a user that may publish only below its own name. */
  readonly accounts?: readonly string[];
  /** For tests: the whole folder goes when our process dies without stopping the server. */
  readonly removeWhenOrphaned?: boolean;
}

/** A running NATS server with JetStream. */
export interface NatsServer {
  /** The address without a user. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Settles when the server has ended, also when it crashed. */
  readonly exited: Promise<ProcessEnd>;
  /** User and password of a domain, or of the operator where none is named. */
  credentials(domain?: string): { readonly user: string; readonly pass: string };
  stop(): Promise<void>;
  /** Ends it as a crash would, for tests of just that. */
  kill(): Promise<void>;
}

/** Starts a NATS server on a data folder and waits until it answers. */
export async function startNatsServer(options: NatsServerOptions): Promise<NatsServer> {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(dataDir);
  try {
    const passwords = keepPasswords(dataDir, [NATS_OPERATOR, GATEWAY_USER, ...(options.accounts ?? [])]);
    await endLeftover({ pid: keptPid(dataDir), commandLinePart: configFileOf(dataDir), signal: 'SIGTERM' });
    const { server, port } = await startUntilItHolds(dataDir, passwords, options);
    void server.exited.then(unlock);
    return {
      url: `nats://127.0.0.1:${port}`,
      port,
      pid: server.pid,
      exited: server.exited,
      credentials: (domain = NATS_OPERATOR) => ({ user: domain, pass: passwordOf(passwords, domain) }),
      stop: () => server.stop(),
      kill: () => server.kill(),
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function startUntilItHolds(
  dataDir: string,
  passwords: Passwords,
  { binary, port: wantedPort, accounts = [], removeWhenOrphaned }: NatsServerOptions,
): Promise<{ server: LeashedProcess; port: number }> {
  const configFile = configFileOf(dataDir);
  const logFile = join(dataDir, 'nats.log');
  const users = natsUsers(accounts, (user) => passwordOf(passwords, user));
  for (let attempt = 1; ; attempt += 1) {
    const port = wantedPort ?? (await freePort());
    writeFileSync(configFile, natsConfig({ host: '127.0.0.1', port, storeDir: dataDir, users }), { mode: 0o600 });
    const server = await startLeashed({
      command: binary,
      args: ['--config', configFile, '--pid', pidFileOf(dataDir)],
      cwd: dataDir,
      logFile,
      endings: [{ signal: 'SIGTERM', graceMs: 10_000 }],
      removeWhenOrphaned: removeWhenOrphaned ? dataDir : undefined,
    });
    if (await becameReady(server, port, logFile)) return { server, port };
    const complaint = lastComplaint(logFile);
    const portTaken = complaint.includes('address already in use');
    if (!portTaken || wantedPort !== undefined || attempt === MAX_START_TRIES) {
      throw new Error(portTaken ? `Port ${port} is in use: nats-server cannot listen on it.` : `nats-server did not start: ${complaint}`);
    }
  }
}

/**
 * The server opens its port only once JetStream has read its streams, so the first greeting says that all of it is ready. Where the
 * port was taken, the greeting is another server's: only ours writes its pid into the log.
 */
async function becameReady(server: LeashedProcess, port: number, logFile: string): Promise<boolean> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (!server.hasEnded()) {
    if ((await natsAnswers([`127.0.0.1:${port}`])) && hasOpened(logFile, server.pid)) return !server.hasEnded();
    if (performance.now() > deadline) {
      await server.kill();
      throw new Error(`nats-server was not ready after ${READY_TIMEOUT_MS / 1000} seconds.`);
    }
    await sleep(POLL_MS);
  }
  return false;
}

/** What stands behind the last start in the log, since the log is kept and pids come round again. */
function hasOpened(logFile: string, pid: number): boolean {
  const log = readFileSync(logFile, 'utf8');
  const ours = log.slice(Math.max(0, log.lastIndexOf('Starting nats-server')));
  return new RegExp(`^\\[${pid}\\] .*Listening for client connections`, 'm').test(ours);
}

function configFileOf(dataDir: string): string {
  return join(dataDir, 'nats.conf');
}

function pidFileOf(dataDir: string): string {
  return join(dataDir, 'nats.pid');
}

function keptPid(dataDir: string): number {
  const file = pidFileOf(dataDir);
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
}

type Passwords = Readonly<Record<string, string>>;

/** Made once for each user and kept beside the streams, readable by nobody else. */
function keepPasswords(dataDir: string, users: readonly string[]): Passwords {
  const file = join(dataDir, 'passwords.json');
  const kept: Record<string, string> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const missing = users.filter((user) => kept[user] === undefined);
  if (missing.length === 0) return kept;
  for (const user of missing) kept[user] = randomBytes(24).toString('hex');
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600, flush: true });
  return kept;
}

function passwordOf(passwords: Passwords, user: string): string {
  const password = passwords[user];
  if (password === undefined) throw new Error(`The NATS server was started without a user for ${user}.`);
  return password;
}

function lastComplaint(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n');
  const complaint = lines.findLast((line) => /\[(FTL|ERR)\]/.test(line)) ?? lines.at(-1) ?? '';
  return complaint.replace(/^.*\[(FTL|ERR)\] /, '');
}
