import { may } from '@stoa/kit/auth';
import { badInput, notFound } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { type Transaction, workflow } from '@stoa/kit/use-case';
import { describeProducts } from '@stoa/schema/commands/catalog';
import { DownloadAttached } from '@stoa/schema/events/media';
import { z } from 'zod';
import { MediaFile } from '../file/media-file.entity.ts';
import { Download } from './download.entity.ts';

/** Makes a file what buyers of a digital product download, those who bought it before included. Answers the product's id. */
export const attachDownload = workflow(
  'media.attachDownload',
  z.object({ productId: entityId, fileId: entityId }),
  async (context, { productId, fileId }): Promise<string> => {
    const { viewer } = context;
    const file = await context.read.findOne(MediaFile, { id: fileId });
    if (!file || !(may(viewer, 'media:write') || viewer.sellerId === file.sellerId)) throw notFound('file');
    const [product] = (await context.call(describeProducts, { productIds: [productId] })).products;
    if (!product || !(may(viewer, 'media:write') || viewer.sellerId === product.sellerId)) throw notFound('product');
    if (product.kind !== 'DIGITAL') throw badInput('only a digital product is downloaded', 'productId');
    await context.transact((tx) => attach(tx, product, fileId));
    return productId;
  },
);

async function attach(tx: Transaction, { productId, sellerId }: { productId: string; sellerId: string }, fileId: string): Promise<void> {
  const { em, lock, emit } = tx;
  const file = await lock(MediaFile, { id: fileId });
  if (file?.sellerId !== sellerId || file.purpose !== 'STUDY_RESOURCE') throw notFound('file');
  if (file.status !== 'READY') throw badInput(`the file is ${file.status}, not READY`, 'fileId');
  // Two that come at once agree on a row first, so that neither is lost and the event tells which of them stands.
  await tx.sql.query('insert into download (product_id, seller_id, file_id) values ($1, $2, $3) on conflict do nothing', [
    productId,
    sellerId,
    fileId,
  ]);
  const download = (await lock(Download, { productId }))!;
  const other = await em.findOne(Download, { fileId, productId: { $ne: productId } });
  if (other) throw badInput('the file is the download of another product', 'fileId');
  if (download.fileId !== fileId) {
    const before = await lock(MediaFile, { id: download.fileId });
    // It is kept for some days, so that addresses which were just given still lead somewhere.
    if (before) before.unusedSince = new Date();
    download.fileId = fileId;
  }
  file.unusedSince = null;
  await em.flush();
  emit(DownloadAttached, { id: productId, version: download.version }, { productId, sellerId, fileId });
}
