import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = new URL('../../../', import.meta.url).pathname;
const APP = new URL('app/', import.meta.url).pathname;
const FOLDER = join(ROOT, '.stoa/bench/vendure');

/** What an installation took with an empty cache of npm, and what it left on the disk. */
export interface Installed {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Installs Vendure beside the project, which does not depend on it; what an earlier run installed is used again. */
export function installVendure(): Installed & { readonly folder: string } {
  const [manifest, figures] = [readFileSync(join(APP, 'package.json'), 'utf8'), join(FOLDER, 'installed.json')];
  if (!existsSync(figures) || readFileSync(join(FOLDER, 'package.json'), 'utf8') !== manifest) {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(join(FOLDER, 'package.json'), manifest);
    writeFileSync(figures, JSON.stringify(install(FOLDER, ['install', '--omit=dev'])));
  }
  cpSync(APP, FOLDER, { recursive: true });
  return { folder: FOLDER, ...(JSON.parse(readFileSync(figures, 'utf8')) as Installed) };
}

/** Installs and builds what is committed here, in a folder of its own that is removed again. */
export function installStoa(): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-install-'));
  try {
    execFileSync('sh', ['-c', 'git archive HEAD | tar -x -C "$0"', folder], { cwd: ROOT });
    return install(folder, ['ci']);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function install(folder: string, args: readonly string[]): Installed {
  // Inherited settings of npm would tell it that it runs inside the workspace.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
  const cache = mkdtempSync(join(tmpdir(), 'npm-cache-'));
  const startedAtMs = performance.now();
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error', `--cache=${cache}`], { cwd: folder, env, stdio: 'ignore' });
  const seconds = (performance.now() - startedAtMs) / 1_000;
  rmSync(cache, { recursive: true });
  return { seconds, megabytes: Number.parseInt(execFileSync('du', ['-sm', join(folder, 'node_modules')], { encoding: 'utf8' }), 10) };
}
