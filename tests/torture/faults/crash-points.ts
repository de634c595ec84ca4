import { setTimeout as sleep } from 'node:timers/promises';
import type { Market } from '../market.ts';
import type { Member } from '../member.ts';
import type { Seeded } from '../seeded.ts';

const AT_ONCE = 4;
const PATIENCE_MS = 4_000;
/** A slow machine takes long to start a process, and one where nobody is there would hit nothing. */
const START_PATIENCE_MS = 20_000;
const PAUSE_MS = 500;
/** At which time that it comes there a process dies, at the latest. */
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
 * Goes from process to process and has each die at points where nobody has died yet, until it is over. What a process does not come to
 * at once stays in wait for it; when all are hit, it begins again.
 */
export async function hitCrashPoints({ parts }: Market, random: Seeded, over: AbortSignal): Promise<void> {
  const members = [...parts.members.values()].filter(({ crashPoints }) => crashPoints.length > 0);
  let round = 1;
  while (!over.aborted) {
    const hits = hitPoints(members);
    const waiting = (member: Member): string[] => member.crashPoints.filter((point) => (hits.get(point) ?? 0) < round);
    const candidates = members.filter((member) => waiting(member).length > 0);
    if (candidates.length === 0) round += 1;
    else await hitSome(random.pick(candidates), waiting, random, over);
    await untilAllAreUp(members, over);
  }
  for (const member of members) member.spare();
}

async function hitSome(member: Member, waiting: (member: Member) => string[], random: Seeded, over: AbortSignal): Promise<void> {
  const wanted = random.shuffle(waiting(member)).slice(0, AT_ONCE);
  const before = crashesOf(member);
  member.crashAt(Object.fromEntries(wanted.map((point) => [point, 1 + random.below(LATEST_TIME)])));
  for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline && !over.aborted; ) {
    if (crashesOf(member) > before) return;
    await sleep(50);
  }
}

async function untilAllAreUp(members: readonly Member[], over: AbortSignal): Promise<void> {
  for (const deadline = performance.now() + START_PATIENCE_MS; performance.now() < deadline && !over.aborted; ) {
    await sleep(PAUSE_MS, undefined, { signal: over }).catch(() => undefined);
    if (members.every(({ isUp }) => isUp)) return;
  }
}

const crashesOf = ({ crashes }: Member): number => [...crashes.values()].reduce((sum, times) => sum + times, 0);
