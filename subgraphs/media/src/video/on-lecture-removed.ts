import { on } from '@stoa/kit/handlers';
import { LectureRemoved } from '@stoa/schema/events/learning';

/** Nothing shows its video any more, so that it is swept some day, with what the video host has made of it. */
export const onLectureRemoved = on(LectureRemoved, ({ sql }, { lectureId }) =>
  sql.query(
    `with given_up as (update video set lecture_id = null where lecture_id = $1 returning file_id)
     update media_file set unused_since = now() from given_up where id = given_up.file_id`,
    [lectureId],
  ),
);
