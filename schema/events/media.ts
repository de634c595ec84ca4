import { collection, entity, event } from '@stoa/kit/contracts';
import { z } from 'zod';

/** An upload came a step further: it was checked, is being processed, is ready, or failed. */
export const MediaStatusChanged = event('media.file.statusChanged', {
  version: 1,
  aggregate: 'MediaFile',
  payload: z.object({
    fileId: z.uuid(),
    ownerId: z.uuid(),
    purpose: z.enum(['PRODUCT_IMAGE', 'STUDY_RESOURCE', 'AVATAR']),
    status: z.enum(['AWAITING_UPLOAD', 'UPLOADED', 'PROCESSING', 'READY', 'FAILED']),
  }),
  touches: ({ fileId }) => [entity('MediaFile', fileId)],
});

/** A digital product has a file that its buyers download, or has another one from now on. */
export const DownloadAttached = event('media.download.attached', {
  version: 1,
  aggregate: 'Download',
  payload: z.object({ productId: z.uuid(), sellerId: z.uuid(), fileId: z.uuid() }),
  touches: ({ productId }) => [collection('Product.downloads', productId)],
});
