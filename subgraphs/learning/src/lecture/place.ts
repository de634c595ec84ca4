import { badInput } from '@stoa/kit/errors';
import type { Sql } from '@stoa/kit/persistence';

/** Puts an item at a position, counted from 1, among the others in their order; at the end where none is given or it is beyond it. */
export function placed<T>(others: readonly T[], item: T, position: number | null | undefined): T[] {
  const at = Math.min(position ?? Number.POSITIVE_INFINITY, others.length + 1) - 1;
  return [...others.slice(0, at), item, ...others.slice(at)];
}

/** Numbers rows by their place in the list, from 1. The caller has locked their course. */
export const renumber = (sql: Sql, table: 'chapter' | 'lecture', ids: readonly string[]): Promise<unknown> =>
  sql.query(
    `update ${table} set position = place from unnest($1::uuid[]) with ordinality as listed (listed_id, place)
     where id = listed_id and position <> place`,
    [ids],
  );

/** Far more than anybody teaches, so that one answer can hold all of it. */
const MOST = { chapters: 100, 'lectures of a chapter': 200 } as const;

export function assertRoom(what: keyof typeof MOST, present: number): void {
  if (present >= MOST[what]) throw badInput(`a course has at most ${MOST[what]} ${what}`);
}
