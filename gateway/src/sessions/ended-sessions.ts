import type { Clearable } from '../cache/change-feed.ts';
import type { Changed } from '../cache/changes.ts';
import type { Log } from '../log.ts';

/** The sessions that ended since a moment, all of the last while without one, and the moment to ask from the next time. */
export type FindEndedSessions = (since: string | undefined) => Promise<{ readonly sessions: readonly string[]; readonly until: string }>;

/** So long an answer is taken without asking again: the most that an ended session lives on where nobody tells. */
const FRESH_MS = 5_000;
/** Longer than any access token lives, after which its own end keeps it out. */
const REMEMBERED_MS = 35 * 60_000;

/**
 * Sessions that ended while access tokens of theirs are out. It hears of them as they end, and asks beside that who ended, a little at a
 * time: there are few, where asking about each session that comes would be a question for each of its users. While nobody can be
 * asked, tokens hold until they expire.
 */
export class EndedSessions implements Clearable {
  readonly #heardAtMs = new Map<string, number>();
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #since: string | undefined;
  #asking: Promise<void> | undefined;

  constructor(
    private readonly find: FindEndedSessions,
    private readonly log: Log,
    private readonly nowMs: () => number = Date.now,
  ) {}

  async hasEnded(sessionId: string): Promise<boolean> {
    if (this.#heardAtMs.has(sessionId)) return true;
    if (this.nowMs() - this.#askedAtMs >= FRESH_MS) await (this.#asking ??= this.#ask());
    return this.#heardAtMs.has(sessionId);
  }

  /** A change that touches a session is its end: nothing else of one is ever told. */
  clear({ touches }: Changed): void {
    for (const { name, id } of touches) if (name === 'Session') this.#heardAtMs.set(id, this.nowMs());
  }

  flush(): void {
    this.#askedAtMs = Number.NEGATIVE_INFINITY;
  }

  async #ask(): Promise<void> {
    const nowMs = this.nowMs();
    try {
      const { sessions, until } = await this.find(this.#since);
      for (const id of sessions) this.#heardAtMs.set(id, nowMs);
      this.#since = until;
    } catch (err) {
      this.log.warn({ err }, 'nobody tells which sessions have ended, so access tokens hold until they expire');
    }
    this.#askedAtMs = nowMs;
    this.#asking = undefined;
    for (const [id, heardAtMs] of this.#heardAtMs) if (heardAtMs < nowMs - REMEMBERED_MS) this.#heardAtMs.delete(id);
  }
}
