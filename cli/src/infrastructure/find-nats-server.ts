import { execFile } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const PACKAGE = 'nats-server';
const OLDEST = [2, 9] as const;
const DOWNLOAD_TIMEOUT_MS = 60_000;
const VERSION_TIMEOUT_MS = 10_000;

/** Where to look for a NATS server. */
export interface FindNatsOptions {
  /** A downloaded one is kept here; best one folder for all projects of the user, see `defaultCacheDir`. */
  readonly cacheDir: string;
  readonly log: (line: string) => void;
  readonly environment?: NodeJS.ProcessEnv;
  readonly downloadTimeoutMs?: number;
}

/** The user's own cache folder, as the desktop standard has it. */
export function defaultCacheDir(environment: NodeJS.ProcessEnv = process.env): string {
  return join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'stoa');
}

/**
 * Finds a NATS server: the one that `STOA_NATS_SERVER` names, one on the PATH, one downloaded earlier, or the Debian package,
 * unpacked without installing it and so without root. Null where none can be had, and never later than the time limit.
 */
export async function findNatsServer(options: FindNatsOptions): Promise<string | null> {
  const environment = options.environment ?? process.env;
  const named = environment.STOA_NATS_SERVER;
  if (named) {
    if (await isUsable(named)) return named;
    throw new Error(`STOA_NATS_SERVER names ${named}, which is no nats-server of version ${OLDEST.join('.')} or later.`);
  }
  const onPath = findOnPath(environment.PATH ?? '');
  if (onPath && (await isUsable(onPath))) return onPath;
  const cached = join(options.cacheDir, 'nats-server');
  if (await isUsable(cached)) return cached;
  try {
    return await download(cached, options);
  } catch (error) {
    options.log(`No nats-server: none on the PATH, and the Debian package could not be had (${firstLine(error)}).`);
    return null;
  }
}

function findOnPath(path: string): string | null {
  // Debian puts it into /usr/sbin, which is not on an ordinary user's PATH.
  const folders = [...path.split(delimiter).filter(Boolean), '/usr/local/sbin', '/usr/sbin'];
  return folders.map((folder) => join(folder, 'nats-server')).find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function isUsable(binary: string): Promise<boolean> {
  if (!isExecutable(binary)) return false;
  try {
    const { stdout } = await run(binary, ['--version'], { timeout: VERSION_TIMEOUT_MS });
    const [, major, minor] = /v(\d+)\.(\d+)/.exec(stdout) ?? [];
    return Number(major) > OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1]);
  } catch {
    return false;
  }
}

async function download(target: string, options: FindNatsOptions): Promise<string> {
  const deadline = AbortSignal.timeout(options.downloadTimeoutMs ?? DOWNLOAD_TIMEOUT_MS);
  mkdirSync(options.cacheDir, { recursive: true });
  const workshop = mkdtempSync(join(options.cacheDir, 'nats-download-'));
  try {
    options.log('Getting a nats-server from the Debian package …');
    await fetchPackage(workshop, deadline);
    const archive = readdirSync(workshop).find((name) => name.endsWith('.deb'));
    if (!archive) throw new Error('apt-get brought no package');
    await run('dpkg-deb', ['-x', join(workshop, archive), join(workshop, 'unpacked')], { signal: deadline });
    const binary = join(workshop, 'unpacked', 'usr', 'sbin', 'nats-server');
    if (!(await isUsable(binary))) throw new Error('the package holds no usable nats-server');
    // In one step, since another process may be getting it too.
    renameSync(binary, target);
    return target;
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

/** First with the package lists of the machine; where there are none or they are too old, with lists of our own. */
async function fetchPackage(workshop: string, signal: AbortSignal): Promise<void> {
  const patience = ['-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=15', '-o', 'Acquire::https::Timeout=15'];
  // As root, apt would download as an account that may not enter our folder.
  const asOurselves = ['-o', 'APT::Sandbox::User=root'];
  const quietly = ['-qq', ...patience, ...asOurselves];
  try {
    await run('apt-get', [...quietly, 'download', PACKAGE], { cwd: workshop, signal });
  } catch {
    if (signal.aborted) throw new Error('it took too long');
    const lists = join(workshop, 'lists');
    mkdirSync(join(lists, 'partial'), { recursive: true });
    const ownLists = ['-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${join(workshop, 'cache')}`];
    await run('apt-get', [...quietly, ...ownLists, 'update'], { cwd: workshop, signal });
    await run('apt-get', [...quietly, ...ownLists, 'download', PACKAGE], { cwd: workshop, signal });
  }
}

function firstLine(error: unknown): string {
  const { code, stderr, message } = error as { code?: unknown; stderr?: string; message?: string };
  if (code === 'ENOENT') return 'there is no apt-get here';
  if (code === 'ABORT_ERR') return 'it took too long';
  return (stderr || message || String(error)).trim().split('\n')[0] ?? '';
}
