import type { EventLogger, Watcher } from './bus.ts';
import type { EventEnvelope } from './contract.ts';
import { messageOf } from './failure.ts';
import { subjectMatches } from './subject-match.ts';

/** Those who watch in this process. One that throws is told of in the log and disturbs nobody else. */
export class Watchers {
  readonly #watchers = new Set<Watcher>();
  readonly #logger: EventLogger;

  constructor(logger: EventLogger) {
    this.#logger = logger;
  }

  add(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  get size(): number {
    return this.#watchers.size;
  }

  event(envelope: EventEnvelope): void {
    for (const watcher of this.#watchers) {
      if (watcher.subjects.some((pattern) => subjectMatches(pattern, envelope.name))) this.#tell(() => watcher.event(envelope));
    }
  }

  /** Something may have been missed, in any stream or in that of one domain. */
  gap(domain?: string): void {
    for (const watcher of this.#watchers) {
      const concerned = domain === undefined || watcher.subjects.some((pattern) => [domain, '*', '>'].includes(pattern.split('.')[0]!));
      if (concerned) this.#tell(() => watcher.gap());
    }
  }

  /** Nothing is heard until the next gap. */
  lost(): void {
    for (const watcher of this.#watchers) this.#tell(() => watcher.lost?.());
  }

  #tell(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.#logger.error({ error: messageOf(error) }, 'A watcher threw.');
    }
  }
}
