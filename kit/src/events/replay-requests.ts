import type { SqlDatabase } from '../persistence/sql.ts';
import { requestedReplays } from './position.ts';

/** Looks now and then, with one statement for each database, whether somebody has asked for a replay. */
export class ReplayRequests {
  readonly #followers = new Map<SqlDatabase, Map<string, Set<() => void>>>();
  readonly #timer: NodeJS.Timeout;

  constructor(pollMs: number) {
    this.#timer = setInterval(() => void this.look(), pollMs);
    this.#timer.unref();
  }

  add(database: SqlDatabase, stream: string, again: () => void): () => void {
    const streams = this.#followers.get(database) ?? new Map<string, Set<() => void>>();
    this.#followers.set(database, streams);
    const listeners = streams.get(stream) ?? new Set();
    streams.set(stream, listeners.add(again));
    return () => listeners.delete(again);
  }

  async look(): Promise<void> {
    for (const [database, streams] of this.#followers) {
      const requested = await requestedReplays(database).catch(() => []);
      for (const stream of requested) for (const again of streams.get(stream) ?? []) again();
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
