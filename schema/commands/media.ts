import { command } from '@stoa/kit/contracts';
import { z } from 'zod';

/** A seller's product images that something shows from now on. Any that is not theirs, or not ready, is BAD_USER_INPUT. */
export const claimImages = command('media.claimImages', {
  input: z.object({ sellerId: z.uuid(), fileIds: z.array(z.string()).max(20) }),
  output: z.object({
    images: z.array(z.object({ fileId: z.uuid(), url: z.url(), width: z.int().nullable(), height: z.int().nullable() })),
  }),
  absolute: true,
});

/** Which of these digital products have a file. Unknown ids are left out of the answer. */
export const describeDownloads = command('media.describeDownloads', {
  input: z.object({ productIds: z.array(z.uuid()).max(200) }),
  output: z.object({ productIds: z.array(z.uuid()) }),
  reads: true,
});

/**
 * The portrait that a user shows from now on, or none; the one before it is given up. One that they have not uploaded as their AVATAR, or that is not
 * ready, is BAD_USER_INPUT.
 */
export const claimAvatar = command('media.claimAvatar', {
  input: z.object({ userId: z.uuid(), fileId: z.string().nullable() }),
  output: z.object({ url: z.url().nullable() }),
  absolute: true,
});

/**
 * A teacher's video that a lecture shows from now on: it may still be on its way to being played, and `media.video.ready` tells when it is. The lecture's video
 * before it, if there was another, is given up. One that is not theirs, no LECTURE_VIDEO, not confirmed, failed, or another lecture's is BAD_USER_INPUT.
 */
export const claimVideo = command('media.claimVideo', {
  input: z.object({ ownerId: z.uuid(), fileId: z.string(), lectureId: z.uuid() }),
  output: z.object({
    fileId: z.uuid(),
    status: z.enum(['UPLOADED', 'PROCESSING', 'READY']),
    /** Null until it is READY. */
    durationSeconds: z.int().positive().nullable(),
  }),
  absolute: true,
});

/**
 * Where a seller's own table of products is read from, for some minutes, from any byte on. One that they have not uploaded as a PRODUCT_TABLE, or that is
 * not ready, is NOT_FOUND.
 */
export const openProductTable = command('media.openProductTable', {
  input: z.object({ fileId: z.string(), sellerId: z.uuid() }),
  output: z.object({ url: z.url(), size: z.int().nonnegative(), contentType: z.string(), fileName: z.string() }),
  reads: true,
});

/** Where a table of products that is made here is put, for some minutes: exactly so many bytes, with these headers. Of no seller where it has all products. */
export const storeProductTable = command('media.storeProductTable', {
  input: z.object({
    fileId: z.uuid(),
    sellerId: z.uuid().nullable(),
    fileName: z.string().max(200),
    contentType: z.enum(['text/csv', 'application/x-ndjson']),
    size: z.int().nonnegative(),
  }),
  output: z.object({
    /** Null where the table is stored and completed already. */
    upload: z.object({ url: z.url(), headers: z.array(z.object({ name: z.string(), value: z.string() })) }).nullable(),
  }),
  absolute: true,
});

/** The table has been put where it belongs, and is kept for a week. One of which the bytes are not there is BAD_USER_INPUT. */
export const completeProductTable = command('media.completeProductTable', {
  input: z.object({ fileId: z.uuid() }),
  output: z.object({}),
  absolute: true,
});

/** An address to download such a table from, for some minutes; null where it is not there, or no longer. Whoever asks has looked who may have it. */
export const linkProductTable = command('media.linkProductTable', {
  input: z.object({ fileId: z.uuid() }),
  output: z.object({ link: z.object({ url: z.url(), expiresAt: z.iso.datetime() }).nullable() }),
  reads: true,
});
