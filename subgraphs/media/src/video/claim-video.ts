import { answer } from '@stoa/kit/commands';
import { badInput } from '@stoa/kit/errors';
import { isEntityId } from '@stoa/kit/graphql';
import type { Sql } from '@stoa/kit/persistence';
import { claimVideo } from '@stoa/schema/commands/media';
import type { MediaFile } from '../file/media-file.entity.ts';

interface Found extends Pick<MediaFile, 'status' | 'durationSeconds'> {
  readonly lectureId: string | null;
}

/** A teacher's own video, from now on shown by a lecture and therefore kept. The one that the lecture had before is swept some day. */
export const answerClaimVideo = answer(claimVideo, async ({ sql }, { ownerId, fileId, lectureId }) => {
  const found = isEntityId(fileId) ? await ownVideo(sql, ownerId, fileId) : undefined;
  if (!found) throw badInput(`there is no video ${fileId} of yours`, 'fileId');
  const { status, durationSeconds } = found;
  if (status !== 'UPLOADED' && status !== 'PROCESSING' && status !== 'READY') throw badInput(`the video is ${status}`, 'fileId');
  if (found.lectureId !== null && found.lectureId !== lectureId) throw badInput('the video is shown by another lecture', 'fileId');
  await sql.query(
    `with before as (update video set lecture_id = null where lecture_id = $1 and file_id <> $2 returning file_id)
     update media_file set unused_since = now() from before where id = before.file_id`,
    [lectureId, fileId],
  );
  await sql.query('update video set lecture_id = $1 where file_id = $2', [lectureId, fileId]);
  await sql.query('update media_file set unused_since = null where id = $1', [fileId]);
  return { fileId, status, durationSeconds };
});

async function ownVideo(sql: Sql, ownerId: string, fileId: string): Promise<Found | undefined> {
  const [found] = await sql.query<Found>(
    `select status, duration_seconds as "durationSeconds", lecture_id as "lectureId" from media_file join video on file_id = id
     where id = $1 and owner_id = $2 for update`,
    [fileId, ownerId],
  );
  return found;
}
