import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PostgresAccount } from '../../cli/src/infrastructure/postgres-account.ts';

const SIZE_MB = 192;
const FULL = /No space left on device/g;

/**
 * A disk of its own for one database, small enough to be filled: a tmpfs, which holds the database's tables and indexes as a
 * tablespace. The log of the server is elsewhere, so what is played is a full disk below one domain's tables, its outbox among them:
 * the kernel says ENOSPC to whatever would make a file of them longer, and Postgres tells it with 53100.
 */
export class SmallDisk {
  readonly folder: string;
  readonly #filler: string;
  #mounted = true;

  private constructor(mount: string) {
    this.folder = join(mount, 'tables');
    this.#filler = join(mount, 'filler');
  }

  /** Null where nobody lets us mount anything. */
  static mount(folder: string, account: PostgresAccount | null): SmallDisk | null {
    if (!account) return null;
    mkdirSync(folder);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m,mode=755`, 'stoa-torture', folder], { stdio: 'pipe' });
    } catch {
      rmSync(folder, { recursive: true });
      return null;
    }
    const disk = new SmallDisk(folder);
    mkdirSync(disk.folder);
    chownSync(disk.folder, account.uid, account.gid);
    // Whatever becomes of us, no mount stays behind.
    process.once('exit', () => disk.unmount());
    return disk;
  }

  /** Leaves not a block. */
  fill(): void {
    const { bavail, bsize } = statfsSync(this.folder);
    try {
      writeFileSync(this.#filler, Buffer.alloc(bavail * bsize));
    } catch (error) {
      // Somebody took a block of it meanwhile: full is full.
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }

  free(): void {
    rmSync(this.#filler, { force: true });
  }

  unmount(): void {
    if (!this.#mounted) return;
    this.#mounted = false;
    execFileSync('umount', ['--lazy', join(this.folder, '..')], { stdio: 'pipe' });
  }
}

/** How often Postgres was told that its disk is full. */
export const refusedByTheDisk = (postgresLog: string): number => readFileSync(postgresLog, 'utf8').match(FULL)?.length ?? 0;
