import { loader } from '@stoa/kit/graphql';

/** How many are enrolled, whether they have finished or not. */
export const enrollmentCount = loader<string, number>(async ({ sql }, courseIds) => {
  const rows = await sql.query<{ id: string; count: number }>(
    'select course_id as id, sum(change)::int as count from enrollment_tally where course_id = any($1::uuid[]) group by course_id',
    [courseIds],
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
});

/** How long all its videos are, as far as they are ready. */
export const durationSeconds = loader<string, number>(async ({ sql }, courseIds) => {
  const rows = await sql.query<{ id: string; seconds: number }>(
    `select course_id as id, sum(duration_seconds)::int as seconds from lecture join video using (file_id)
     where course_id = any($1::uuid[]) group by course_id`,
    [courseIds],
  );
  return new Map(rows.map(({ id, seconds }) => [id, seconds]));
});
