import { answerRead } from '@stoa/kit/commands';
import { notFound } from '@stoa/kit/errors';
import { isEntityId } from '@stoa/kit/graphql';
import { openProductTable } from '@stoa/schema/commands/media';
import { MediaFile } from '../file/media-file.entity.ts';
import { fileKey } from '../file/object-keys.ts';
import { objectStore } from '../store/object-store.ts';

/** Long enough to read a part of a table; whoever reads on asks again. */
const SECONDS = 900;

/** A seller's uploaded table, read by the catalog where the store is for services. */
export const answerOpenProductTable = answerRead(openProductTable, async (context, { fileId, sellerId }) => {
  const [file] = isEntityId(fileId) ? await context.rows.by(MediaFile, 'id', [fileId]) : [];
  if (file?.sellerId !== sellerId || file.purpose !== 'PRODUCT_TABLE' || file.status !== 'READY') throw notFound('table of products');
  const { size, contentType, fileName } = file;
  return { url: await context.use(objectStore).forServices.signRead(fileKey(file.id), SECONDS), size, contentType, fileName };
});
