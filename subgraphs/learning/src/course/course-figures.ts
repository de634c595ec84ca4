import { Field, Float, Int, loader, ObjectType } from '@stoa/kit/graphql';

/** How a course is learnt by those who are enrolled in it. */
@ObjectType('CourseFigures')
export class CourseFigures {
  @Field(() => Int)
  readonly activeCount!: number;

  @Field(() => Int)
  readonly completedCount!: number;

  /** Those whose money went back. */
  @Field(() => Int)
  readonly droppedCount!: number;

  /** Of those who are active or have finished; null where there is nobody. */
  @Field(() => Float, { nullable: true })
  readonly averageProgressPercentage!: number | null;

  @Field(() => Float, { nullable: true })
  readonly averageWatchTimeSeconds!: number | null;
}

export const NO_FIGURES: CourseFigures = {
  ...{ activeCount: 0, completedCount: 0, droppedCount: 0 },
  ...{ averageProgressPercentage: null, averageWatchTimeSeconds: null },
};

export const figuresOfCourse = loader<string, CourseFigures>(async ({ sql }, courseIds) => {
  const rows = await sql.query<CourseFigures & { id: string }>(
    `select course_id as id,
       count(*) filter (where status = 'ACTIVE')::int as "activeCount",
       count(*) filter (where status = 'COMPLETED')::int as "completedCount",
       count(*) filter (where status = 'DROPPED')::int as "droppedCount",
       avg(progress_percentage) filter (where status <> 'DROPPED') as "averageProgressPercentage",
       (avg(total_watch_time_seconds) filter (where status <> 'DROPPED'))::float8 as "averageWatchTimeSeconds"
     from enrollment where course_id = any($1::uuid[]) group by course_id`,
    [courseIds],
  );
  return new Map(rows.map((row) => [row.id, row]));
});
