import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Log } from '../log.ts';
import { type OperationManifest, readManifest } from './operation-manifest.ts';

export interface ManifestFolderOptions {
  readonly folder: string;
  readonly log: Log;
  /** Gets the manifests of all clients, at once and whenever a file has changed. */
  readonly take: (manifests: ReadonlyMap<string, OperationManifest>) => void;
  /** How often it is looked whether something has changed; watching would miss files on some mounts. */
  readonly pollMs?: number;
}

const SUFFIX = '.json';

/**
 * Follows a folder that holds one manifest per client, `<client>.json`. Throws when one cannot be read at the start;
 * later on the manifests of before stay in force until all can be read again.
 */
export function followManifests({ folder, log, take, pollMs = 2_000 }: ManifestFolderOptions): { close(): void } {
  let seen = stateOf(folder);
  take(readAll(folder));
  const look = (): void => {
    try {
      const state = stateOf(folder);
      if (state === seen) return;
      seen = state;
      const manifests = readAll(folder);
      take(manifests);
      log.info({ clients: [...manifests.keys()] }, 'persisted operations were loaded again');
    } catch (err) {
      log.error({ err, folder }, 'persisted operations cannot be loaded, those of before stay');
    }
  };
  const timer = setInterval(look, pollMs);
  timer.unref();
  return { close: () => clearInterval(timer) };
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX))
    .sort();

/** Differs when a file came, went or was written. */
function stateOf(folder: string): string {
  return filesOf(folder)
    .map((name) => {
      const { mtimeMs, size, ino } = statSync(join(folder, name));
      return `${name} ${mtimeMs} ${size} ${ino}`;
    })
    .join('\n');
}

function readAll(folder: string): Map<string, OperationManifest> {
  return new Map(filesOf(folder).map((name) => [basename(name, SUFFIX), readOne(join(folder, name))]));
}

function readOne(file: string): OperationManifest {
  try {
    return readManifest(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`the manifest ${file} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}
