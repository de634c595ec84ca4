import { newTraceparent, runTraced } from '@stoa/kit/observability';
import { type Seeded, seeded } from '../torture/seeded.ts';
import { comeToAnEnd } from './coming-to-an-end.ts';
import type { Lane, Lanes } from './lanes.ts';
import type { Offer } from './market-day.ts';
import { byDay, type DomainJob, morning, night, run } from './night.ts';
import { ProviderNews } from './provider-news.ts';
import { type Simulation, tell, told } from './simulation.ts';
import type { SmallWorld } from './small-world.ts';
import { dyingAfter } from './statement-cut.ts';
import { type Length, Story } from './stories/story.ts';

/** In a part of all steps the process dies, before one of its next statements. */
const DEATH_SHARE = 0.2;
const LATEST_STATEMENT = 14;
/** The story is told in at most so many steps, and in so many more once nothing waits; what is left of it comes to its end undisturbed. */
const MOST_STEPS = 60;
const IDLE_STEPS = 4;
const OFTEN_MS = 15_000;
const MINUTE_MS = 60_000;
/** Of the stories that are told until the next morning. */
const NIGHT_SHARE: Readonly<Record<Length, number>> = { short: 0.02, whole: 0.2 };
/** What can happen next. */
interface Step {
  readonly what: string;
  readonly weight: number;
  /** It is none of the process's doing, so the process cannot die in it. */
  readonly outside?: boolean;
  /** Somebody waits for it. */
  readonly waits?: boolean;
  run(): Promise<unknown>;
}

export interface Simulated {
  readonly seed: number;
  /** Every step in its order, and how often the process died in one: the same for the same seed. */
  readonly trace: readonly string[];
  readonly deaths: number;
  /** What never came to an end. */
  readonly stuck: readonly string[];
}

/** Where stories are told, one after the other; the outboxes of a world are read once, by whichever story comes next. */
interface Place {
  readonly world: SmallWorld;
  readonly lanes: Lanes;
}

/**
 * Tells one story by the real code of every domain, where only the seed decides what happens next: who asks, which event is handed
 * to whom, and once more, what the provider tells and what it forgets to tell, which job looks, how much time passes, and before
 * which statement the process dies.
 */
export async function simulate({ world, lanes }: Place, offers: readonly Offer[], seed: number, length: Length): Promise<Simulated> {
  const random = seeded(seed);
  morning(world);
  lanes.forget();
  const story = new Story({ world, random, offers }, seed, length);
  const news = new ProviderNews(world);
  const simulation = { world, random, lanes, story, news };
  const trace: string[] = [];
  let deaths = 0;
  let idle = 0;
  for (let count = 0; count < MOST_STEPS; count += 1) {
    const steps = await possible(simulation);
    if (!steps.some(({ waits }) => waits) && ++idle > IDLE_STEPS) break;
    const step = weighted(steps, random);
    // The first statements are the likelier ones, since many steps have no others.
    const dies = !step.outside && random.chance(DEATH_SHARE) ? random.below(1 + random.below(LATEST_STATEMENT)) : Number.POSITIVE_INFINITY;
    const died = await dyingAfter(dies, () => runTraced(newTraceparent(), step.run));
    if (died) deaths += 1;
    trace.push(died ? `${step.what} †${dies}` : step.what);
  }
  const stuck = await comeToAnEnd(simulation);
  if (stuck.length === 0 && random.chance(NIGHT_SHARE[length])) {
    stuck.push(...(await night(world, random, () => comeToAnEnd(simulation))));
    stuck.push(...(await comeToAnEnd(simulation)));
  }
  return { seed, trace, deaths, stuck };
}

async function possible({ world, random, lanes, story, news }: Simulation): Promise<Step[]> {
  await lanes.takeUp();
  await news.takeUp(random);
  const wishes = story
    .ready()
    .map((wish) => ({ what: wish.what, weight: 6 / (1 + wish.tries), waits: true, outside: wish.outside, run: () => story.attempt(wish) }));
  const deliveries = lanes
    .waiting()
    .map((lane) => ({ what: `deliver ${told(lane)}`, weight: 4, waits: true, run: () => deliverNext(lane) }));
  const again = lanes.all().filter(({ taken }) => taken.length > 0);
  const duplicates = again.map((lane) => ({
    what: `deliver again ${lane.name.split(' ')[0]}`,
    weight: 0.2,
    run: () => deliverAgain(lane, random),
  }));
  const webhooks = news.waiting.map((each) => ({ what: `webhook ${each.what}`, weight: 4, waits: true, run: () => tell(news, each) }));
  const webhooksAgain = news.told.map((each) => ({ what: `webhook again ${each.what}`, weight: 0.5, run: () => each.tell() }));
  const jobs = world.jobs.filter(byDay).map((each) => ({ what: `job ${each.job.name}`, weight: weightOf(each), run: () => run(each) }));
  const minutes = random.pick([1, 1, 3, 20, 40]);
  const time = { what: `${minutes} minutes pass`, weight: 0.5, outside: true, run: async () => world.clock.pass(minutes * MINUTE_MS) };
  return [...wishes, ...deliveries, ...duplicates, ...webhooks, ...webhooksAgain, ...jobs, time];
}

async function deliverNext(lane: Lane): Promise<void> {
  const next = lane.waiting[0]!;
  next.attempts += 1;
  const { outcome } = await lane.consumer.deliver(next.envelope, { sequence: next.sequence, attempt: next.attempts });
  if (outcome === 'done') lane.taken.push(...lane.waiting.splice(lane.waiting.indexOf(next), 1));
}

async function deliverAgain({ consumer, taken }: Lane, random: Seeded): Promise<void> {
  const { envelope, sequence } = random.pick(taken);
  await consumer.deliver(envelope, { sequence, attempt: 1 });
}

/** What comes round often comes between more often. */
const weightOf = ({ job }: DomainJob): number => (job.everyMs <= OFTEN_MS ? 0.08 : 0.03);

function weighted(steps: readonly Step[], random: Seeded): Step {
  let left = random.next() * steps.reduce((sum, { weight }) => sum + weight, 0);
  return steps.find(({ weight }) => (left -= weight) < 0) ?? steps.at(-1)!;
}
