import { DomainError } from '../errors/index.ts';
import type { DomainContext } from './context.ts';

/** How often something may be tried, counted in the domain's own database: by all replicas together, and also by those not yet answered. */
export interface StrictLimit {
  readonly name: string;
  readonly max: number;
  readonly windowSeconds: number;
}

/**
 * Counts one more try for the key, before it is looked at whether the try is any good. Throws RATE_LIMITED with the seconds until the
 * window ends, once there were too many in it. A window begins with the first try after the last one ended.
 */
export async function countStrictly(context: DomainContext, limit: StrictLimit, key: string): Promise<void> {
  const retryAfter = (await countEachStrictly(context, limit, [key])).get(key);
  if (retryAfter === undefined) return;
  throw new DomainError('RATE_LIMITED', `Too many tries; try again in ${retryAfter} seconds`, { retryAfter });
}

/** The same for many keys at once, each named once, in one statement. Answers those of which there were too many, with their seconds to wait. */
export async function countEachStrictly(
  context: DomainContext,
  { name, max, windowSeconds }: StrictLimit,
  keys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await context.sql.query<{ key: string; count: number; retry_after: number }>(
    // In the order of the keys, so that two who count the same ones wait for each other instead of for ever. A statement that had to
    // wait is older than the window that it finds, whose end is then further away than a window is long.
    `insert into strict_count as counted (name, key, count, window_ends_at)
     select $1, key, 1, now() + make_interval(secs => $3) from unnest($2::text[]) as key order by key
     on conflict (name, key) do update set
       count = case when counted.window_ends_at <= now() then 1 else counted.count + 1 end,
       window_ends_at = case when counted.window_ends_at <= now() then excluded.window_ends_at else counted.window_ends_at end
     returning key, count, least($3, ceil(extract(epoch from window_ends_at - now())))::int as retry_after`,
    [name, keys, windowSeconds],
  );
  return new Map(rows.filter(({ count }) => count > max).map((row) => [row.key, Math.max(1, row.retry_after)]));
}

/** Forgets the tries of a key, after one that shows that they were no attack. */
export async function forgetCount({ sql }: Pick<DomainContext, 'sql'>, { name }: StrictLimit, key: string): Promise<void> {
  await sql.query('delete from strict_count where name = $1 and key = $2', [name, key]);
}
