import { job, seconds } from '@stoa/kit/jobs';

/**
 * Makes one row of all changes of a course's number. What reads them at the same time sees them either all or as one, since both happen in
 * one statement; nobody who enrolls waits for it.
 */
export const foldTallies = job('learning.foldTallies', seconds(30), (context) =>
  context.write(
    `with crowded as (
       select course_id from enrollment_tally group by course_id having count(*) > 20
     ), folded as (
       delete from enrollment_tally where course_id in (select course_id from crowded) returning course_id, change
     )
     insert into enrollment_tally (course_id, change) select course_id, sum(change) from folded group by course_id`,
    [],
  ),
);
