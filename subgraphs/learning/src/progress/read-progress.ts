import { badInput, DomainError, notFound } from '@stoa/kit/errors';
import type { DomainContext } from '@stoa/kit/use-case';
import type { EnrollmentStatus } from '../enrollment/enrollment.machine.ts';
import type { ProgressNow } from './heed.ts';
import { FASTEST_PLAYBACK, MOST_CREDIT_SECONDS } from './watch-rules.ts';
import { parseRanges } from './watched-ranges.ts';

export interface KnownProgress extends ProgressNow {
  readonly enrollmentId: string;
  readonly courseId: string;
  readonly version: number;
  readonly status: EnrollmentStatus;
  readonly lectureId: string | null;
}

interface Row {
  readonly id: string;
  readonly status: EnrollmentStatus;
  readonly version: number;
  readonly progress_percentage: number;
  readonly total_watch_time_seconds: number;
  readonly credit: number;
  readonly lecture_id: string | null;
  readonly available: boolean;
  readonly is_filmed: boolean;
  readonly duration_seconds: number | null;
  readonly watched: string | null;
  readonly done: boolean;
  readonly filmed: number;
  readonly unfilmed: number;
  readonly filmed_done: number;
  readonly unfilmed_done: number;
  readonly watched_seconds: number;
}

/** All that a report has to be measured by, in one statement. */
const READ = `
  select e.id, e.status, e.version, e.progress_percentage, e.total_watch_time_seconds,
    least($4, e.watch_credit_seconds + $5 * extract(epoch from now() - e.watched_at))::float8 as credit,
    l.id as lecture_id, coalesce(l.available_from <= now(), true) as available, l.file_id is not null as is_filmed, v.duration_seconds,
    p.watched::text, p.completed_at is not null as done, others.*
  from enrollment e
  left join lecture l on l.id = $3 and l.course_id = e.course_id
  left join video v on v.file_id = l.file_id
  left join lecture_progress p on p.enrollment_id = e.id and p.lecture_id = l.id
  cross join lateral (
    select count(*) filter (where is_filmed)::int as filmed, count(*) filter (where not is_filmed)::int as unfilmed,
      coalesce(sum(part) filter (where is_filmed), 0) as filmed_done, coalesce(sum(part) filter (where not is_filmed), 0) as unfilmed_done,
      coalesce(sum(watched_seconds), 0)::int as watched_seconds
    from (
      select o.file_id is not null as is_filmed, op.watched_seconds,
        case when op.completed_at is not null then 1
          else least(coalesce(op.watched_seconds::float8 / ov.duration_seconds, 0), 1) end as part
      from lecture o
      left join video ov on ov.file_id = o.file_id
      left join lecture_progress op on op.enrollment_id = e.id and op.lecture_id = o.id
      where o.course_id = e.course_id and o.id is distinct from l.id
    ) other
  ) others
  where e.student_id = $1 and e.course_id = $2`;

/** Where a student stands; refused where they are not enrolled, or the lecture is none that they could watch. */
export async function readProgress({ sql, viewer }: DomainContext, courseId: string, lectureId: string | null): Promise<KnownProgress> {
  const [row] = await sql.query<Row>(READ, [viewer.userId, courseId, lectureId, MOST_CREDIT_SECONDS, FASTEST_PLAYBACK]);
  if (!row) throw notFound('enrollment');
  if (row.status === 'DROPPED')
    throw new DomainError('INVALID_TRANSITION', 'The course was given back: nothing of it counts any more', { status: row.status });
  if (lectureId && !row.lecture_id) throw notFound('lecture');
  if (lectureId && !row.available) throw badInput('the lecture is not available yet', 'lectureId');
  return {
    ...{ enrollmentId: row.id, courseId, version: row.version, status: row.status, lectureId: row.lecture_id },
    progressPercentage: row.progress_percentage,
    totalWatchTimeSeconds: row.total_watch_time_seconds,
    creditSeconds: row.credit,
    lecture: row.lecture_id
      ? { filmed: row.is_filmed, durationSeconds: row.duration_seconds, watched: parseRanges(row.watched ?? ''), done: row.done }
      : null,
    others: {
      ...{ filmed: row.filmed, unfilmed: row.unfilmed, filmedDone: row.filmed_done, unfilmedDone: row.unfilmed_done },
      watchedSeconds: row.watched_seconds,
    },
  };
}
