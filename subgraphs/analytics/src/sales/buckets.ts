import { badInput } from '@stoa/kit/errors';
import { enumOf } from '@stoa/kit/graphql';

export const Interval = enumOf('Interval', ['HOUR', 'DAY', 'WEEK', 'MONTH']);
export type Interval = keyof typeof Interval;

/** More than anybody draws; a year of weeks, two of days and a month of hours are less. */
const MOST_POINTS = 1_000;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The beginning of the interval that a moment is in, as Postgres' `date_trunc` in UTC has it: weeks begin on Mondays. */
export function beginningOf(interval: Interval, at: Date): Date {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  if (interval === 'HOUR') return new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);
  if (interval === 'DAY') return new Date(Date.UTC(year, month, day));
  if (interval === 'MONTH') return new Date(Date.UTC(year, month));
  return new Date(Date.UTC(year, month, day - ((at.getUTCDay() + 6) % 7)));
}

function next(interval: Interval, at: Date): Date {
  if (interval === 'MONTH') return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1));
  return new Date(at.getTime() + { HOUR: HOUR_MS, DAY: DAY_MS, WEEK: 7 * DAY_MS }[interval]);
}

/** The beginnings of all intervals of a period, those without sales among them. BAD_USER_INPUT where there are none or too many. */
export function bucketsOf(interval: Interval, from: Date, to: Date): Date[] {
  if (to <= from) throw badInput('to must be after from', 'to');
  const buckets: Date[] = [];
  for (let at = beginningOf(interval, from); at < to; at = next(interval, at)) {
    buckets.push(at);
    if (buckets.length > MOST_POINTS) throw badInput(`at most ${MOST_POINTS} points: choose a longer interval or a shorter period`, 'to');
  }
  return buckets;
}
