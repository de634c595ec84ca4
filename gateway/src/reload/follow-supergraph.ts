import type { Log } from '../log.ts';
import type { SupergraphSource } from './supergraph-source.ts';

export interface FollowOptions {
  readonly source: SupergraphSource;
  readonly log: Log;
  /** Gets the text whenever it may be another one. The next look waits for it. */
  readonly take: (supergraphSdl: string) => Promise<void>;
  readonly pollMs: number;
}

/**
 * Looks every now and then whether there is another supergraph; watching would miss files on some mounts, and what a broker told while
 * it was away. It is taken once it has stood still from one look to the next, lest half of a file is read.
 */
export function followSupergraph({ source, log, take, pollMs }: FollowOptions): { close(): void } {
  let seen: string | undefined;
  let taken: string | undefined;
  let complaint: string | undefined;
  let timer: NodeJS.Timeout;
  let isClosed = false;
  const look = async (): Promise<void> => {
    const version = await source.version();
    const stands = version === seen;
    seen = version;
    if (!stands || version === taken) return;
    const text = await source.read();
    taken = version;
    complaint = undefined;
    if (!isClosed) await take(text);
  };
  const complain = (err: unknown): void => {
    const message = String(err);
    // Said once, not at every look.
    if (message !== complaint) log.error({ err, source: source.name }, 'the supergraph cannot be read, the one of before stays');
    complaint = message;
  };
  const again = (): void => {
    timer = setTimeout(
      () =>
        look()
          .catch(complain)
          .then(() => isClosed || again()),
      pollMs,
    ).unref();
  };
  again();
  return {
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
