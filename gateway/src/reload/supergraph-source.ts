import { readFile, stat } from 'node:fs/promises';

/** Where supergraphs come from while the gateway runs. */
export interface SupergraphSource {
  /** Names it in the log. */
  readonly name: string;
  /** Differs from before where the text may differ. */
  version(): Promise<string>;
  read(): Promise<string>;
}

/** A file, also one that is put in the place of another or behind a link that changes. */
export function supergraphFile(path: string): SupergraphSource {
  return {
    name: path,
    async version() {
      const { mtimeMs, size, ino } = await stat(path);
      return `${mtimeMs} ${size} ${ino}`;
    },
    read: () => readFile(path, 'utf8'),
  };
}
