import { setTimeout as wait } from 'node:timers/promises';
import type { SandboxLogger } from '../http/sandbox-logger.ts';

const TRIES = 8;
const FIRST_DELAY_MS = 250;

export interface Callback {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Posts what providers tell us, again while nobody takes it, one after the other for each address. */
export class Callbacks {
  readonly #stop = new AbortController();
  readonly #lines = new Map<string, Promise<unknown>>();

  constructor(private readonly logger?: SandboxLogger) {}

  /** Answers what the address answered; null where nobody took it. */
  post(url: string, callback: Callback): Promise<Response | null> {
    const next = (this.#lines.get(url) ?? Promise.resolve()).then(() => this.#deliver(url, callback));
    this.#lines.set(url, next);
    return next;
  }

  close(): void {
    this.#stop.abort();
  }

  async #deliver(url: string, { headers, body }: Callback): Promise<Response | null> {
    const { signal } = this.#stop;
    for (let tried = 0; tried < TRIES && !signal.aborted; tried++) {
      try {
        const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
        if (answer.ok) return answer;
        await answer.body?.cancel();
        // What is refused as wrong is wrong the next time too.
        if (answer.status < 500 && answer.status !== 404 && answer.status !== 429) return null;
      } catch {
        if (tried === 0 && !signal.aborted) this.logger?.warn({ url }, 'A callback found nobody');
      }
      await wait(FIRST_DELAY_MS * 2 ** tried, undefined, { signal }).catch(() => {});
    }
    return null;
  }
}
