import { system } from '@stoa/kit/auth';
import type { Job } from '@stoa/kit/jobs';
import { newTraceparent, runTraced } from '@stoa/kit/observability';
import type { Domain } from '@stoa/kit/subgraph';
import type { Seeded } from '../torture/seeded.ts';
import type { SmallWorld } from './small-world.ts';
import { dyingAfter } from './statement-cut.ts';

export interface DomainJob {
  readonly domain: Domain;
  readonly job: Job;
}

const SWEEP = /^payments\.sweepProviders$/;
const COMPARISON = /^ledger\.(reconcileProviders|closeDays)$/;
/** What people are told changes no story, and they are told once all of them are. */
const TELLING = /^notifications\./;
/** What is told late may bring something else to be told. */
const TELLINGS = 3;
/** What comes round so seldom that no story need wait for it. */
const SELDOM_MS = 600_000;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MORNING_MS = 8 * HOUR_MS;
const NIGHT_MS = 3 * HOUR_MS;
/** A sweep or a comparison that died is tried again after an hour. */
const TRIED_AGAIN_MS = 1.1 * HOUR_MS;
const DEATH_SHARE = 0.3;
const LATEST_STATEMENT = 20;

export const byDay = ({ job }: DomainJob): boolean =>
  !SWEEP.test(job.name) && !COMPARISON.test(job.name) && !TELLING.test(job.name) && job.everyMs < SELDOM_MS;

export const run = ({ domain, job }: DomainJob): Promise<unknown> =>
  job.run(domain.context({ viewer: system, traceparent: newTraceparent() }));

/** Each story has a day of its own, so that it begins alike wherever it is told. */
export const morning = ({ clock }: SmallWorld): void => until(clock, MORNING_MS);

/**
 * The night after: everything is swept, and what that brought to light is settled before yesterday is compared with the providers'
 * journals. Answers how they differ.
 */
export async function night(world: SmallWorld, random: Seeded, settle: () => Promise<string[]>): Promise<string[]> {
  until(world.clock, NIGHT_MS);
  await twice(world, random, SWEEP);
  const stuck = await settle();
  await twice(world, random, COMPARISON);
  const found = await world.rows<{ what: string }>(
    'ledger',
    `select concat_ws(' ', kind, what, reference, provider_reference, amount_minor, amount_at_provider_minor) as what
     from reconciliation_difference where reconciliation_id in (select id from reconciliation where at > now() - interval '3 hours')`,
  );
  return [...stuck, ...found.map(({ what }) => `difference ${what}`)];
}

/** People are told of all that has happened. */
export async function tellPeople(world: SmallWorld, settle: () => Promise<unknown>): Promise<void> {
  for (let count = 0; count < TELLINGS; count += 1) {
    await settle();
    for (const each of world.jobs) if (TELLING.test(each.job.name)) await run(each);
  }
  await settle();
}

/** The process may die at it, and comes back to it. */
async function twice(world: SmallWorld, random: Seeded, names: RegExp): Promise<void> {
  const jobs = world.jobs.filter(({ job }) => names.test(job.name));
  for (const each of jobs) {
    const dies = random.chance(DEATH_SHARE) ? random.below(LATEST_STATEMENT) : Number.POSITIVE_INFINITY;
    await dyingAfter(dies, () => runTraced(newTraceparent(), () => run(each)));
  }
  world.clock.pass(TRIED_AGAIN_MS);
  for (const each of jobs) await run(each);
}

/** Until the next time that the clock says so. */
function until(clock: SmallWorld['clock'], timeOfDayMs: number): void {
  const today = (clock.nowMs % DAY_MS) - timeOfDayMs;
  clock.pass(today < 0 ? -today : DAY_MS - today);
}
