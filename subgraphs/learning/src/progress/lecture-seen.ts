import { DateTime, Field, groupBy, Int, loader, ObjectType } from '@stoa/kit/graphql';
import { Lecture } from '../lecture/lecture.entity.ts';

/** What of a lecture somebody has watched. */
@ObjectType('LectureProgress')
export class LectureSeen {
  @Field(() => Lecture)
  readonly lecture!: Lecture;

  /** Each second once. */
  @Field(() => Int)
  readonly watchedSeconds!: number;

  /** When it was done. */
  @Field(() => DateTime, { nullable: true })
  readonly completedAt!: Date | null;
}

interface Row {
  readonly enrollmentId: string;
  readonly watchedSeconds: number;
  readonly completedAt: Date | null;
}

/** In the order of the course. */
export const lecturesOfEnrollment = loader<string, LectureSeen[]>(async ({ sql, rows }, enrollmentIds) => {
  const seen = await sql.query<Row>(
    `select p.enrollment_id as "enrollmentId", p.watched_seconds as "watchedSeconds", p.completed_at as "completedAt", ${rows.columnsOf(Lecture, 'l')}
     from lecture_progress p join lecture l on l.id = p.lecture_id join chapter c on c.id = l.chapter_id
     where p.enrollment_id = any($1::uuid[]) order by c.position, l.position`,
    [enrollmentIds],
  );
  const lectures = rows.toObjects(Lecture, seen);
  const listed = seen.map(({ enrollmentId, watchedSeconds, completedAt }, index) => ({
    enrollmentId,
    ...{ lecture: lectures[index]!, watchedSeconds, completedAt: completedAt && new Date(completedAt) },
  }));
  return groupBy(listed, ({ enrollmentId }) => enrollmentId) as ReadonlyMap<string, LectureSeen[]>;
});
