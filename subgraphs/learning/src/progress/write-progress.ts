import type { RowReader, Sql } from '@stoa/kit/persistence';
import { Enrollment } from '../enrollment/enrollment.entity.ts';
import type { ProgressNext } from './heed.ts';
import type { KnownProgress } from './read-progress.ts';
import { printRanges } from './watched-ranges.ts';

/**
 * Writes what a report has made of the progress, unless another report has changed it since it was read: all that is written of an
 * enrollment's progress goes by its version, so none is lost.
 */
const writing = (rows: RowReader): string => `
  with moved as (
    update enrollment set progress_percentage = $3, total_watch_time_seconds = $4, watch_credit_seconds = $5, watched_at = now(), version = version + 1
    where id = $1 and version = $2 returning ${rows.columnsOf(Enrollment, 'enrollment')}
  ), kept as (
    insert into lecture_progress (enrollment_id, lecture_id, watched, watched_seconds, completed_at)
    select id, $6::uuid, $7::int4multirange, $8, case when $9 then now() end from moved where $6::uuid is not null
    on conflict (enrollment_id, lecture_id) do update set watched = excluded.watched, watched_seconds = excluded.watched_seconds,
      completed_at = coalesce(lecture_progress.completed_at, excluded.completed_at)
  )
  select ${rows.columnsOf(Enrollment, 'moved')} from moved`;

/** Answers the enrollment as it is then, or null where it was another's turn. */

export async function writeProgress(
  query: Sql['query'],
  rows: RowReader,
  { enrollmentId, version, lectureId }: KnownProgress,
  { progressPercentage, totalWatchTimeSeconds, creditSeconds, lecture }: ProgressNext,
): Promise<Enrollment | null> {
  const of = [enrollmentId, version, progressPercentage, totalWatchTimeSeconds, creditSeconds];
  const watched = lecture ? [lectureId, printRanges(lecture.watched), lecture.watchedSeconds, lecture.done] : [null, null, null, false];
  return rows.toObjects(Enrollment, await query(writing(rows), [...of, ...watched]))[0] ?? null;
}
