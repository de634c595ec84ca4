import { randomUUID } from 'node:crypto';
import { runTraced } from '../observability/index.ts';
import type { DomainContext } from '../use-case/context.ts';
import type { Job } from './job.ts';

/** A run whose process no longer renews its lease is thought dead after this, and another replica may take over. */
const LEASE_SECONDS = 60;
const RENEW_MS = 20_000;
/** Whatever hindered a run may be over sooner than the job would come round. */
const AFTER_FAILURE_MS = 30_000;

export interface RunningJobs {
  /** Runs a job soon, if no replica is at it. */
  wake(name: string): void;
  stop(): Promise<void>;
}

type Run = 'done' | 'failed' | 'passed' | { readonly heldForMs: number };

/** When it is looked after next. Whoever was woken and met another replica at it looks again, which may have begun too early to see all. */
export function nextRun(everyMs: number, run: Run): { inMs: number; woken: boolean } {
  if (run === 'failed') return { inMs: Math.min(everyMs, AFTER_FAILURE_MS), woken: true };
  if (typeof run === 'object') return { inMs: Math.min(everyMs, run.heldForMs), woken: true };
  return { inMs: everyMs * (0.9 + Math.random() * 0.2), woken: false };
}

/** Hears of each run that has ended. */
export type JobRan = (job: string, outcome: 'done' | 'failed', beganAtMs: number) => void;

/** Starts the timers of a domain's jobs in this process. */
export function runJobs(jobs: readonly Job[], contextFor: (job: Job) => DomainContext, ran: JobRan = () => undefined): RunningJobs {
  const runners = new Map(jobs.map((job) => [job.name, new JobRunner(job, () => contextFor(job), ran)]));
  return {
    wake: (name) => runners.get(name)?.wake(),
    stop: async () => {
      await Promise.all([...runners.values()].map((runner) => runner.stop()));
    },
  };
}

class JobRunner {
  #holder = randomUUID();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  readonly #stopping = new AbortController();

  constructor(
    private readonly job: Job,
    private readonly context: () => DomainContext,
    private readonly ran: JobRan,
  ) {
    // The first run comes early and at a random moment, so that replicas and jobs do not march in step.
    this.schedule({ inMs: Math.random() * Math.min(job.everyMs, 2_000), woken: false });
  }

  wake(): void {
    if (this.#running) this.#again = true;
    else this.start(true);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#running;
  }

  private schedule({ inMs, woken }: { inMs: number; woken: boolean }): void {
    if (this.#stopping.signal.aborted) return;
    this.#timer = setTimeout(() => this.start(woken), inMs);
    this.#timer.unref();
  }

  private start(woken: boolean): void {
    if (this.#stopping.signal.aborted || this.#running) return;
    clearTimeout(this.#timer);
    const context = this.context();
    // Not in the trace of whoever woke it, which the timer that is set here would pass on to all later runs.
    this.#running = runTraced(context.traceparent, () => this.runOnce(context, woken)).then((run) => {
      this.#running = undefined;
      const again = this.#again;
      this.#again = false;
      if (again) this.start(true);
      else this.schedule(nextRun(this.job.everyMs, run));
    });
  }

  private async runOnce(context: DomainContext, woken: boolean): Promise<Run> {
    try {
      if (!(await this.claim(context, woken))) return woken ? await this.heldByAnother(context) : 'passed';
      const renewal = setInterval(() => this.renew(context), RENEW_MS);
      const beganAtMs = performance.now();
      let outcome: 'done' | 'failed' = 'failed';
      try {
        await this.job.run(context, this.#stopping.signal);
        outcome = 'done';
        return outcome;
      } finally {
        this.ran(this.job.name, outcome, beganAtMs);
        clearInterval(renewal);
        await context.sql.query('update job_lease set held_until = now(), last_ended_at = now() where name = $1 and holder = $2', [
          this.job.name,
          this.#holder,
        ]);
      }
    } catch (error) {
      if (!this.#stopping.signal.aborted) context.log.error({ err: error, job: this.job.name }, 'a job failed; it comes round again');
      return 'failed';
    }
  }

  /** A renewal that fails is no failure of the run: the next one may come through, and the lease outlives two. */
  private renew(context: DomainContext): void {
    context.sql
      .query('update job_lease set held_until = now() + make_interval(secs => $3) where name = $1 and holder = $2', [
        this.job.name,
        this.#holder,
        LEASE_SECONDS,
      ])
      .catch((error: unknown) => context.log.warn({ err: error, job: this.job.name }, 'a lease could not be renewed'));
  }

  /** Takes the lease by the database's clock, unless somebody holds it or, for a run by the timer, ran it lately. */
  private async claim(context: DomainContext, woken: boolean): Promise<boolean> {
    const rows = await context.sql.query(
      `insert into job_lease as lease (name, holder, held_until) values ($1, $2, now() + make_interval(secs => $3))
       on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
       where lease.held_until <= now()
         and ($4 or lease.last_ended_at is null or lease.last_ended_at <= now() - make_interval(secs => $5::float8 * 0.8))
       returning name`,
      [this.job.name, this.#holder, LEASE_SECONDS, woken, this.job.everyMs / 1_000],
    );
    return rows.length > 0;
  }

  private async heldByAnother(context: DomainContext): Promise<Run> {
    const [lease] = await context.sql.query<{ heldForMs: number }>(
      `select greatest(extract(epoch from held_until - now()), 0)::float8 * 1000 as "heldForMs" from job_lease where name = $1`,
      [this.job.name],
    );
    return lease ?? 'passed';
  }
}
