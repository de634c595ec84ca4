import { answerRead } from '@stoa/kit/commands';
import { mayWatch } from '@stoa/schema/commands/learning';

/** A teacher is whoever attached the video, for media, and whoever asks as the course's seller, for this. */
export const answerMayWatch = answerRead(mayWatch, async ({ sql, viewer }, { userId, fileIds }) => {
  const rows = await sql.query<{ fileId: string }>(
    `select file_id as "fileId" from lecture l join course c on c.id = l.course_id
     where file_id = any($1::uuid[]) and (
       c.seller_id = $3
       or (coalesce(available_from <= now(), true) and (
         (preview and c.status <> 'DRAFT')
         or exists (select from enrollment e where e.course_id = l.course_id and e.student_id = $2 and e.status <> 'DROPPED'))))`,
    [fileIds, userId, viewer.userId === userId ? viewer.sellerId : null],
  );
  return { fileIds: rows.map(({ fileId }) => fileId) };
});
