import { invariant } from './domain-invariant.ts';
import type { PurchaseInvariant } from './purchase-invariants.ts';

export const learningInvariants = [
  invariant(
    'learning',
    'always',
    'whoever has paid for a course learns it',
    'An enrollment is active or completed while a line of its student and course is paid and has not gone back in full, and dropped otherwise.',
    `select coalesce(e.id::text, l.student_id || ' ' || l.course_id) as what
from enrollment e full join (
  select student_id, course_id, bool_or(paid_at is not null and refunded_at is null) as paid from paid_line group by 1, 2
) l on l.student_id = e.student_id and l.course_id = e.course_id
where coalesce(e.status <> 'DROPPED', false) <> coalesce(l.paid, false)`,
  ),
  invariant(
    'learning',
    'always',
    'the number of a course’s students is right',
    'What was noted of those who came and went adds up to how many are enrolled.',
    `select coalesce(t.course_id, e.course_id)::text as what
from (select course_id, sum(change) as number from enrollment_tally group by 1) t
full join (select course_id, count(*) filter (where status <> 'DROPPED') as number from enrollment group by 1) e on e.course_id = t.course_id
where coalesce(t.number, 0) <> coalesce(e.number, 0)`,
  ),
  invariant(
    'learning',
    'always',
    'progress is from 0 to 100, and 100 of what is completed',
    'Nobody has completed a course of which less is done, or at no time.',
    `select id::text as what from enrollment
where progress_percentage not between 0 and 100 or (status = 'COMPLETED' and (progress_percentage < 100 or completed_at is null))`,
  ),
  invariant(
    'learning',
    'always',
    'what was watched of a lecture is counted right',
    'The seconds of its ranges are as many as are counted.',
    `select enrollment_id || ' ' || lecture_id as what from lecture_progress
where watched_seconds <> (select coalesce(sum(upper(part) - lower(part)), 0) from unnest(watched) part)`,
  ),
  invariant(
    'learning',
    'always',
    'positions have no gap',
    'The chapters of a course, and the lectures of a chapter, are numbered from 1.',
    `select course_id::text as what from chapter group by course_id having min(position) <> 1 or max(position) <> count(*) or count(distinct position) <> count(*)
union all
select chapter_id::text from lecture group by chapter_id having min(position) <> 1 or max(position) <> count(*) or count(distinct position) <> count(*)`,
  ),
  invariant(
    'learning',
    'always',
    'a certificate is of a course that was completed',
    'It was issued for an enrollment that has been completed.',
    `select c.number as what from certificate c left join enrollment e on e.id = c.enrollment_id where e.completed_at is null`,
  ),
  invariant(
    'learning',
    'settled',
    'whoever has completed a course has its certificate',
    'None is still to be written.',
    `select e.id::text as what from enrollment e where e.status = 'COMPLETED' and not exists (select from certificate c where c.enrollment_id = e.id)`,
  ),
];

export const videosAreKept: PurchaseInvariant = {
  name: 'the videos of lectures are kept',
  says: 'Media keeps the video of each lecture, and none for a lecture that is not there any more.',
  check({ lectureIds, shownVideos, keptVideos }) {
    const [there, kept] = [new Set(lectureIds), new Set(keptVideos)];
    return [
      ...shownVideos.filter((video) => !kept.has(video)).map((video) => `lecture and video ${video}, which media does not keep`),
      ...keptVideos
        .filter((video) => !there.has(video.split(' ')[0]!))
        .map((video) => `lecture and video ${video}, of which there is no lecture`),
    ];
  },
};
