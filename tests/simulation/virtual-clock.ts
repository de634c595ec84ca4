/** Where the first story begins. It is the same in every run, so that a story meets the same days of the week and ends of months. */
const BEGINNING_MS = Date.UTC(2027, 0, 4, 8);
/** Timers up to here are somebody's pause before he looks again; the longer ones are there for a peer that never answers. */
const LONGEST_PAUSE_MS = 1_000;
/** Who pauses wakes late, since a pause of a moment costs as many statements as one of some seconds. */
const SHORTEST_SLEEP_MS = 5_000;

const RealDate = Date;
const realSetTimeout = globalThis.setTimeout;

/** The time of a whole simulation: of this process, its databases and its providers. It passes only when it is told to. */
export class VirtualClock {
  #nowMs = BEGINNING_MS;

  get nowMs(): number {
    return this.#nowMs;
  }

  pass(ms: number): void {
    this.#nowMs += ms;
  }

  /** Has this process live by it, until the answer is called. */
  install(): () => void {
    const clock = this;
    globalThis.Date = class extends RealDate {
      constructor(...parts: unknown[]) {
        super(...((parts.length === 0 ? [clock.nowMs] : parts) as [number]));
      }

      static override now(): number {
        return clock.nowMs;
      }

      static override [Symbol.hasInstance](value: unknown): boolean {
        return value instanceof RealDate;
      }
    } as DateConstructor;
    globalThis.setTimeout = ((work: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
      if (ms > LONGEST_PAUSE_MS) return realSetTimeout(work, ms, ...given);
      clock.pass(Math.max(ms, SHORTEST_SLEEP_MS));
      return realSetTimeout(work, 0, ...given);
    }) as typeof setTimeout;
    return () => {
      globalThis.Date = RealDate;
      globalThis.setTimeout = realSetTimeout;
    };
  }
}

/**
 * What makes a database live by that clock: a `now()` of its own, found before Postgres' own, which answers what its connection was
 * told last. It must be there before the first table is, whose defaults keep the function that they were made with.
 */
export const DATABASE_CLOCK = `create function public.now() returns timestamptz language sql stable as
  $$ select current_setting('simulation.now')::timestamptz $$`;

/** Where its connections look for it, and what they take for the present until they are told. */
export const byItsClock = (database: string): string =>
  `alter database ${database} set search_path = public, pg_catalog;
   alter database ${database} set simulation.now = '${new RealDate(BEGINNING_MS).toISOString()}'`;

/**
 * What a database still reckons by the real clock, once its tables are there: for how long a delivery has failed, since one that is
 * only late must not become one that is given up.
 */
export const REAL_TIME = 'alter table dead_letter alter first_failed_at set default pg_catalog.now()';
