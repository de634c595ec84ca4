import { job, minutes } from '@stoa/kit/jobs';
import type { DomainContext } from '@stoa/kit/use-case';
import { imageKey, variantNames } from '../image/image-variants.ts';
import { objectStore } from '../store/object-store.ts';
import { videoHost } from '../video/mux-host.ts';
import { Video } from '../video/video.entity.ts';
import { fileKey, uploadKey, videoKey } from './object-keys.ts';

const PAGE = 100;

/** Takes away what came to nothing: uploads never confirmed or refused, after a day; files that nothing uses, after a week. */
export const sweepFiles = job('media.sweepFiles', minutes(60), async (context) => {
  let swept: { id: string }[];
  do {
    swept = await context.sql.query<{ id: string }>(
      `select id from media_file where
         (status in ('AWAITING_UPLOAD', 'FAILED') and upload_expires_at < now() - interval '1 day')
         or (status = 'READY' and unused_since < now() - interval '7 days')
       order by id limit ${PAGE}`,
    );
    const ids = swept.map(({ id }) => id);
    // Bytes first: a row whose bytes are gone is found again, bytes without a row are not.
    await forgetVideos(context, ids);
    const keys = ids.flatMap((id) => [uploadKey(id), fileKey(id), videoKey(id), ...variantNames.map((name) => imageKey(id, name))]);
    await context.use(objectStore).remove(keys);
    await context.write(
      `with gone as (delete from media_file where id = any($1::uuid[]) and unused_since is not null returning id)
       delete from video where file_id in (select id from gone)`,
      [ids],
    );
  } while (swept.length === PAGE);
});

/** What the store keeps of uploads that never ended, and what the video host has made of those that did. */
async function forgetVideos(context: DomainContext, ids: readonly string[]): Promise<void> {
  for (const { fileId, uploadId, assetId } of await context.rows.by(Video, 'fileId', ids)) {
    await context.use(objectStore).abortParts(videoKey(fileId), uploadId);
    if (assetId !== null) await context.use(videoHost)?.remove(assetId);
  }
}
