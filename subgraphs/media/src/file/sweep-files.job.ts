import { job, minutes } from '@stoa/kit/jobs';
import { imageKey, variantNames } from '../image/image-variants.ts';
import { objectStore } from '../store/object-store.ts';
import { fileKey, uploadKey } from './object-keys.ts';

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
    await context
      .use(objectStore)
      .remove(ids.flatMap((id) => [uploadKey(id), fileKey(id), ...variantNames.map((name) => imageKey(id, name))]));
    await context.write('delete from media_file where id = any($1::uuid[]) and unused_since is not null', [ids]);
  } while (swept.length === PAGE);
});
