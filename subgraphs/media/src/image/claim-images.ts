import { answer } from '@stoa/kit/commands';
import { badInput } from '@stoa/kit/errors';
import { isEntityId } from '@stoa/kit/graphql';
import { claimImages } from '@stoa/schema/commands/media';
import { MediaFile } from '../file/media-file.entity.ts';
import { mediaSettings } from '../store/media-settings.ts';
import { imageAddress } from './image-variants.ts';

/** A seller's own images, ready to be shown, from now on used by something and therefore kept. */
export const answerClaimImages = answer(claimImages, async ({ sql, use }, { sellerId, fileIds }) => {
  const known = fileIds.filter(isEntityId);
  const rows = await sql.query<Pick<MediaFile, 'id' | 'width' | 'height'>>(
    `update media_file set unused_since = null
     where id = any($1::uuid[]) and seller_id = $2 and purpose = 'PRODUCT_IMAGE' and status = 'READY' returning id, width, height`,
    [known, sellerId],
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  const images = fileIds.map((fileId) => {
    const row = found.get(fileId);
    if (!row) throw badInput(`there is no ready image ${fileId} of yours`, 'imageFileIds');
    return { fileId, url: imageAddress(use(mediaSettings), fileId, 'large'), width: row.width, height: row.height };
  });
  return { images };
});
