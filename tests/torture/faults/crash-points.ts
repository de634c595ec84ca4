import { setTimeout as sleep } from 'node:timers/promises';
import type { Market } from '../market.ts';
import type { Member } from '../member.ts';
import type { Seeded } from '../seeded.ts';
import type { Tally } from '../tally.ts';

/** So many processes may be down because of a crash point at the same time, or nobody could buy anything any more. */
const DOWN_AT_ONCE = 2;
const LOOK_EVERY_MS = 200;
/** Who has died works in peace until so many purchases have come to an end, or for some time where nothing moves any more. */
const PURCHASES_IN_PEACE = 2;
const STUCK_MS = 8_000;
/** On a machine where starting a process takes long, that is so many times as long as it was away. */
const PEACE_PER_ABSENCE = 2;
/** Whose points were all hit but so few has no peace: what is seldom come to may come just after a start, as what a job had left behind. */
const LAST_FEW = 2;
/** Who has come to none of its points for so long may also die where somebody has died before. */
const PATIENCE_MS = 20_000;
/** At which time that it comes there a process dies, at the latest, where somebody has died before. */
const LATEST_TIME = 3;

/** Every name that a process of the marketplace can come to, in one order. */
export const knownPoints = (members: Iterable<Member>): string[] =>
  [...new Set([...members].flatMap(({ crashPoints }) => crashPoints))].sort();

/** How often each was hit. */
export function hitPoints(members: Iterable<Member>): ReadonlyMap<string, number> {
  const hits = new Map<string, number>();
  for (const { crashes } of members) for (const [point, times] of crashes) hits.set(point, (hits.get(point) ?? 0) + times);
  return hits;
}

/**
 * Has processes die at points until it is over. Each waits for all of its points at once where the fewest have died, in earlier storms and
 * in this one, and dies at the first that it comes to; so those that are seldom come to stay in wait all the time.
 */
export async function hitCrashPoints({ parts }: Market, tally: Tally, options: CrashOptions): Promise<void> {
  const members = [...parts.members.values()].filter(({ crashPoints }) => crashPoints.length > 0);
  const { random, hitBefore, over } = options;
  const timesHit = (): TimesHit => {
    const now = hitPoints(members);
    return (point) => (hitBefore[point] ?? 0) + (now.get(point) ?? 0);
  };
  const neverHit = ({ crashPoints }: Member): number => crashPoints.filter((point) => timesHit()(point) === 0).length;
  const tooManyDown = (): boolean => members.filter(({ isUp }) => !isUp).length >= DOWN_AT_ONCE;
  const dieAgainAndAgain = async (member: Member): Promise<void> => {
    while (!over.aborted) {
      const left = neverHit(member);
      await inPeace(member, { tally, over, lastFew: left > 0 && left <= LAST_FEW });
      while (tooManyDown() && !over.aborted) await quiet(over);
      await lieInWait(member, timesHit, random, over);
      member.spare();
    }
  };
  await Promise.all(members.map(dieAgainAndAgain));
}

export interface CrashOptions {
  readonly random: Seeded;
  /** How often points were hit in earlier storms. */
  readonly hitBefore: Readonly<Record<string, number>>;
  readonly over: AbortSignal;
}

interface Peace {
  readonly tally: Tally;
  readonly over: AbortSignal;
  readonly lastFew: boolean;
}

type TimesHit = (point: string) => number;

/** Until it is there again, and some purchases have come to their end, unless it has only few points left. */
async function inPeace(member: Member, { tally, over, lastFew }: Peace): Promise<void> {
  const goneAtMs = performance.now();
  do await quiet(over);
  while (!member.isUp && !over.aborted);
  const wanted = tally.ended + PURCHASES_IN_PEACE;
  const backAtMs = performance.now();
  const stuckAtMs = backAtMs + Math.max(STUCK_MS, (backAtMs - goneAtMs) * PEACE_PER_ABSENCE);
  while (!lastFew && tally.ended < wanted && performance.now() < stuckAtMs && !over.aborted) await quiet(over);
}

/** Until the process has died, at one of its points that were hit less often than so often; the number rises while it comes to none. */
async function lieInWait(member: Member, timesHit: () => (point: string) => number, random: Seeded, over: AbortSignal): Promise<void> {
  const before = member.crashCount;
  const atTime = new Map<string, number>();
  let lessThan = Math.min(...member.crashPoints.map(timesHit())) + 1;
  let patientUntil = performance.now() + PATIENCE_MS;
  while (member.crashCount === before && !over.aborted) {
    const times = timesHit();
    const wanted = member.crashPoints.filter((point) => times(point) < lessThan);
    for (const point of wanted) if (!atTime.has(point)) atTime.set(point, times(point) === 0 ? 1 : 1 + random.below(LATEST_TIME));
    member.crashAt(Object.fromEntries(wanted.map((point) => [point, atTime.get(point)!])));
    await quiet(over);
    if (performance.now() < patientUntil) continue;
    lessThan += 1;
    patientUntil = performance.now() + PATIENCE_MS;
  }
}

const quiet = (over: AbortSignal): Promise<void> => sleep(LOOK_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
