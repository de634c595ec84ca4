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

/** A lecture's video came a step further on its way to being played, or failed. That it can be played is an event of its own. */
export const VideoProgressed = event('media.video.progressed', {
  version: 1,
  aggregate: 'MediaFile',
  payload: z.object({
    fileId: z.uuid(),
    ownerId: z.uuid(),
    status: z.enum(['UPLOADED', 'PROCESSING', 'FAILED']),
    /** Of the processing, in percent. */
    progress: z.int().min(0).max(100),
  }),
  touches: ({ fileId }) => [entity('MediaFile', fileId)],
});

/** A lecture's video can be played from now on. It comes once for each file. */
export const VideoReady = event('media.video.ready', {
  version: 1,
  aggregate: 'MediaFile',
  payload: z.object({
    fileId: z.uuid(),
    ownerId: z.uuid(),
    /** How long it plays; a video of less than a second counts as one. */
    durationSeconds: z.int().positive(),
    /** How long it took from the confirmed upload until it could be played. */
    processingSeconds: z.int().nonnegative(),
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
