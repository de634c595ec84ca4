import { may } from '@stoa/kit/auth';
import { loader } from '@stoa/kit/graphql';
import type { FieldRule } from '@stoa/kit/policy';
import { mayWatch } from '@stoa/schema/commands/learning';
import type { MediaFile } from '../file/media-file.entity.ts';

/** The command takes no more at a time. */
const PAGE = 200;

/** Which videos learning says that the one who asks may watch, asked once for all that one answer needs. */
const watchable = loader<string, true>(async (context, fileIds) => {
  const userId = context.viewer.kind === 'user' ? context.viewer.userId : null;
  const allowed = new Map<string, true>();
  for (let from = 0; from < fileIds.length; from += PAGE) {
    const answer = await context.call(mayWatch, { userId, fileIds: fileIds.slice(from, from + PAGE) });
    for (const fileId of answer.fileIds) allowed.set(fileId, true);
  }
  return allowed;
});

/** Who sees a file: its uploader and administrators, and of a lecture's video whoever may watch the lecture. */
export const maySee: FieldRule = async (viewer, file: MediaFile, context) =>
  may(viewer, 'media:read') ||
  (viewer.kind === 'user' && viewer.userId === file.ownerId) ||
  (file.purpose === 'LECTURE_VIDEO' && (await context.load(watchable, file.id)) === true);
