import { badInput } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { permitted } from '@stoa/kit/policy';
import { type DomainContext, workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { objectStore } from '../store/object-store.ts';
import { Video } from '../video/video.entity.ts';
import { MediaFile } from './media-file.entity.ts';
import { mediaFilePolicy } from './media-file.policy.ts';
import { videoKey } from './object-keys.ts';
import { type FilePart, missingParts, percentThere } from './upload-parts.ts';

/** As long as an address takes an upload, in seconds. One that has begun by then may end. */
export const UPLOAD_SECONDS = 300;

/** As many addresses are given at a time as somebody can use before they end. */
const MOST_ADDRESSES = 20;

/** A part with an address that takes it. */
export interface SignedPart extends FilePart {
  readonly url: string;
}

/** Looks which parts of a file have come, and gives addresses for the next of those that have not: none, when all of them are there. */
export const resumeUpload = workflow(
  'media.resumeUpload',
  z.object({ fileId: entityId }),
  async (context, { fileId }): Promise<{ readonly file: MediaFile; readonly parts: readonly SignedPart[] }> => {
    const file = permitted(context.viewer, await context.read.findOne(MediaFile, { id: fileId }), mediaFilePolicy.upload, 'file');
    if (!file.isVideo) throw badInput('only a video goes in parts; request another upload', 'fileId');
    if (file.status !== 'AWAITING_UPLOAD') throw badInput(`the file is ${file.status}, not AWAITING_UPLOAD`, 'fileId');
    const { uploadId } = await context.read.findOneOrFail(Video, { fileId });
    const there = await context.use(objectStore).partsThere(videoKey(fileId), uploadId);
    if (!there) throw badInput('nothing is left of this upload, or it is whole; confirm it, or request another', 'fileId');
    const missing = missingParts(file.size, there);
    const progress = percentThere(file.size, missing);
    const resumed = await context.transact(async ({ lock }) => {
      const locked = permitted(context.viewer, await lock(MediaFile, { id: fileId }), mediaFilePolicy.upload, 'file');
      if (locked.status !== 'AWAITING_UPLOAD') return locked;
      return Object.assign(locked, { progress, uploadExpiresAt: new Date(Date.now() + UPLOAD_SECONDS * 1_000) });
    });
    return { file: resumed, parts: await addressParts(context, fileId, uploadId, missing) };
  },
);

/** Addresses for the first of some parts. */
export const addressParts = (
  context: DomainContext,
  fileId: string,
  uploadId: string,
  parts: readonly FilePart[],
): Promise<readonly SignedPart[]> =>
  Promise.all(
    parts.slice(0, MOST_ADDRESSES).map(async (part) => ({
      ...part,
      url: await context.use(objectStore).signPart(videoKey(fileId), uploadId, part, UPLOAD_SECONDS),
    })),
  );
