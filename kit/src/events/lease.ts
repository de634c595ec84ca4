import { randomUUID } from 'node:crypto';
import type { SqlDatabase } from '../persistence/sql.ts';
import { Wake } from './wake.ts';

export interface LeaseOptions {
  readonly ttlMs: number;
  readonly renewMs: number;
}

const neverAborted = new AbortController().signal;

interface Wanted {
  held: AbortController | null;
  /** Taken from whoever has it: the newest process takes the work over, so a restart after a crash waits for no deadline. */
  steals: boolean;
  readonly waiters: Set<() => void>;
}

/**
 * Work of which one replica at a time should do each piece: rows with a holder and a deadline that the database computes. All that
 * one process wants in one database is renewed by one statement. It only spares work: two holders at once are harmless, since
 * relays are fenced by the stream and consumers by their inbox.
 */
export class Leases {
  readonly #database: SqlDatabase;
  readonly #options: LeaseOptions;
  readonly #holder = randomUUID();
  readonly #wanted = new Map<string, Wanted>();
  readonly #wake = new Wake();
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(database: SqlDatabase, options: LeaseOptions = { ttlMs: 15_000, renewMs: 5_000 }) {
    this.#database = database;
    this.#options = options;
  }

  /** Settles when this process holds the lease, or when stopping; the signal aborts when it is lost. */
  async hold(name: string, stopping: AbortSignal): Promise<AbortSignal> {
    const wanted = this.#want(name);
    while (!wanted.held && !stopping.aborted && !this.#stopped) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          wanted.waiters.delete(done);
          stopping.removeEventListener('abort', done);
          resolve();
        };
        wanted.waiters.add(done);
        stopping.addEventListener('abort', done);
      });
    }
    return wanted.held?.signal ?? neverAborted;
  }

  /** Whether this process holds it, as far as is known here. */
  holds(name: string): boolean {
    return this.#wanted.get(name)?.held != null;
  }

  /** Lets others have it at once. */
  async release(name: string): Promise<void> {
    this.#lose(name);
    this.#wanted.delete(name);
    await this.#database
      .query('update event_lease set holder = null, expires_at = now() where name = $1 and holder = $2', [name, this.#holder])
      .catch(() => {}); // It runs out by itself.
  }

  /** Ends without giving anything back, as a kill would. */
  async abandon(): Promise<void> {
    this.#stopped = true;
    this.#wake.wake();
    await this.#running;
  }

  async stop(): Promise<void> {
    await this.abandon();
    for (const name of [...this.#wanted.keys()]) await this.release(name);
  }

  #want(name: string): Wanted {
    const known = this.#wanted.get(name);
    if (known) return known;
    const wanted: Wanted = { held: null, steals: true, waiters: new Set() };
    this.#wanted.set(name, wanted);
    this.#wake.wake();
    this.#running ??= this.#run();
    return wanted;
  }

  async #run(): Promise<void> {
    let validUntilMs = 0;
    while (!this.#stopped) {
      const startedMs = performance.now();
      try {
        await this.#renew();
        validUntilMs = startedMs + this.#options.ttlMs;
      } catch {
        // Without the database we cannot know, so from the deadline on we count as having lost it.
        if (performance.now() > validUntilMs) for (const name of this.#wanted.keys()) this.#lose(name);
      }
      if (!this.#stopped) await this.#wake.wait(this.#options.renewMs);
    }
  }

  async #renew(): Promise<void> {
    const names = [...this.#wanted.keys()].sort();
    const stolen = names.filter((name) => this.#wanted.get(name)!.steals);
    const rows = await this.#database.query<{ name: string }>(
      `insert into event_lease (name, holder, expires_at)
       select wanted, $2::uuid, clock_timestamp() + $3 * interval '1 millisecond' from unnest($1::text[]) wanted order by wanted
       on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at
       where event_lease.holder is null or event_lease.holder = excluded.holder or event_lease.expires_at < clock_timestamp()
         or event_lease.name = any($4::text[])
       returning name`,
      [names, this.#holder, this.#options.ttlMs, stolen],
    );
    const held = new Set(rows.map((row) => row.name));
    for (const name of names) {
      const wanted = this.#wanted.get(name);
      if (!wanted) continue;
      wanted.steals = false;
      if (!held.has(name)) this.#lose(name);
      else if (!wanted.held) {
        wanted.held = new AbortController();
        for (const tell of wanted.waiters) tell();
      }
    }
  }

  #lose(name: string): void {
    const wanted = this.#wanted.get(name);
    wanted?.held?.abort();
    if (wanted) wanted.held = null;
  }
}
