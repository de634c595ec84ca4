import { setTimeout as sleep } from 'node:timers/promises';

/** Head starts in milliseconds. Which of two is really first is not known, and must not matter. */
export const HEAD_STARTS = [
  [0, 0],
  [10, 0],
  [0, 10],
  [50, 0],
  [0, 50],
] as const;

/** Does both at nearly the same time. */
export function race<One, Other>(
  [forOther, forOne]: readonly [number, number],
  one: () => Promise<One>,
  other: () => Promise<Other>,
): Promise<[One, Other]> {
  return Promise.all([sleep(forOther).then(one), sleep(forOne).then(other)]);
}
