import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@stoa/kit/observability';
import type { ProcessEnd } from './infrastructure/leashed-process.ts';

/** After so many failed attempts in a row nobody should wait any longer. */
const MAX_ATTEMPTS = 6;
const FIRST_DELAY_MS = 200;

/** A server that runs as a process of its own. */
interface Server {
  readonly exited: Promise<ProcessEnd>;
  stop(): Promise<void>;
}

export interface KeptRunning<S extends Server> {
  /** The server as it was started first; it comes back at the same address. */
  readonly first: S;
  /** Settles, with the reason, only when it cannot be brought back. */
  readonly lost: Promise<Error>;
  stop(): Promise<void>;
}

/** Starts a server again whenever it dies without being asked to. Its data is on the disk, and its clients connect again. */
export async function keepRunning<S extends Server>(
  name: string,
  start: (previous: S | undefined) => Promise<S>,
  log: Logger,
): Promise<KeptRunning<S>> {
  const first = await start(undefined);
  let current = first;
  let stopping = false;
  let restarting: Promise<void> = Promise.resolve();
  let giveUp: (error: Error) => void;
  const lost = new Promise<Error>((resolve) => (giveUp = resolve));

  const restart = async (): Promise<void> => {
    for (let attempt = 1; !stopping; attempt++) {
      try {
        current = await start(current);
        log.warn(`${name} runs again`);
        watch(current);
        return;
      } catch (error) {
        log.error({ err: error, attempt }, `${name} could not be started again`);
        if (attempt === MAX_ATTEMPTS) return giveUp(error instanceof Error ? error : new Error(String(error)));
        await sleep(FIRST_DELAY_MS * 2 ** attempt);
      }
    }
  };
  const watch = (server: S): void => {
    void server.exited.then(({ code, signal }) => {
      if (stopping) return;
      log.error({ code, signal }, `${name} died; it is started again`);
      restarting = restart();
    });
  };
  watch(first);
  return {
    first,
    lost,
    async stop() {
      stopping = true;
      await restarting;
      await current.stop();
    },
  };
}
