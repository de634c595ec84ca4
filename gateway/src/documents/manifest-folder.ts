import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Log } from '../log.ts';
import type { Manifests } from './documents.ts';
import { type OperationManifest, readManifest } from './operation-manifest.ts';

export interface ManifestFolderOptions {
  readonly folder: string;
  readonly log: Log;
  /** Gets the manifests of all clients, at once and whenever a file has changed. */
  readonly take: (manifests: Manifests) => void;
  /** How often it is looked whether something has changed; watching would miss files on some mounts. */
  readonly pollMs?: number;
}

const SUFFIX = '.json';
/** The folder in the folder with the manifests of those who come with a key. */
const PARTNERS = 'partners';

/**
 * Follows a folder that holds one manifest per client, `<client>.json`, and per partner, `partners/<client>.json`. Throws when one cannot be read at the start;
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
      log.info(
        { clients: [...manifests.clients.keys()], partners: [...manifests.partners.keys()] },
        'persisted operations were loaded again',
      );
    } catch (err) {
      log.error({ err, folder }, 'persisted operations cannot be loaded, those of before stay');
    }
  };
  const timer = setInterval(look, pollMs);
  timer.unref();
  return { close: () => clearInterval(timer) };
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX))
    .sort()
    .map((name) => join(folder, name));

const partnersIn = (folder: string): string[] => (existsSync(join(folder, PARTNERS)) ? filesIn(join(folder, PARTNERS)) : []);

/** Differs when a file came, went or was written. */
function stateOf(folder: string): string {
  return [...filesIn(folder), ...partnersIn(folder)]
    .map((file) => {
      const { mtimeMs, size, ino } = statSync(file);
      return `${file} ${mtimeMs} ${size} ${ino}`;
    })
    .join('\n');
}

function readAll(folder: string): Manifests {
  const read = (files: string[]) => new Map(files.map((file) => [basename(file, SUFFIX), readOne(file)]));
  return { clients: read(filesIn(folder)), partners: read(partnersIn(folder)) };
}

function readOne(file: string): OperationManifest {
  try {
    return readManifest(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`the manifest ${file} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}
