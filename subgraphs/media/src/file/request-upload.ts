import { badInput, DomainError } from '@stoa/kit/errors';
import { type DomainContext, workflow } from '@stoa/kit/use-case';
import { objectStore, type SignedUpload } from '../store/object-store.ts';
import { videoHost } from '../video/mux-host.ts';
import { Video } from '../video/video.entity.ts';
import { MediaFile } from './media-file.entity.ts';
import { requestUploadInput } from './media-file.input.ts';
import { uploadKey, videoKey } from './object-keys.ts';
import { addressParts, type SignedPart, UPLOAD_SECONDS } from './resume-upload.ts';
import { partsOf } from './upload-parts.ts';
import { uploadRules } from './upload-rules.ts';

interface Requested {
  readonly file: MediaFile;
  /** Null where it goes in parts. */
  readonly upload: SignedUpload | null;
  readonly parts: readonly SignedPart[] | null;
}

/** Gives somebody an address that takes exactly what they said they would send, or an address for each part of it. */
export const requestUpload = workflow(
  'media.requestUpload',
  requestUploadInput,
  async (context, { sha256 = null, ...input }): Promise<Requested> => {
    const { viewer } = context;
    const { types, largestBytes, sellersOnly } = uploadRules[input.purpose];
    if (sellersOnly && !viewer.sellerId) throw new DomainError('FORBIDDEN', `Only a seller uploads for ${input.purpose}`);
    if (!types.includes(input.contentType)) throw badInput(`must be one of ${types.join(', ')}`, 'contentType');
    if (input.size > largestBytes) throw badInput(`must be at most ${largestBytes} bytes`, 'size');
    if (input.purpose === 'LECTURE_VIDEO' && sha256 !== null)
      throw badInput('a video goes in parts, which no one checksum is of', 'sha256');
    if (input.purpose === 'LECTURE_VIDEO' && !context.use(videoHost)) throw badInput('lectures have no videos here', 'purpose');
    const uploadExpiresAt = new Date(Date.now() + UPLOAD_SECONDS * 1_000);
    const file = MediaFile.await({ ...input, ownerId: viewer.userId!, sellerId: viewer.sellerId, uploadExpiresAt });
    if (file.isVideo) return requestParts(context, file);
    const expected = { key: uploadKey(file.id), contentType: input.contentType, size: input.size, sha256 };
    const upload = await context.use(objectStore).signUpload(expected, UPLOAD_SECONDS);
    await context.transact(async ({ em }) => void em.persist(file));
    return { file, upload, parts: null };
  },
);

/** The store is asked first: an upload in parts that no row knows is forgotten by the store itself. */
async function requestParts(context: DomainContext, file: MediaFile): Promise<Requested> {
  const uploadId = await context.use(objectStore).beginParts(videoKey(file.id), file.contentType);
  await context.transact(async ({ em, insert }) => {
    em.persist(file);
    await insert(Video, [{ fileId: file.id, uploadId }]);
  });
  return { file, upload: null, parts: await addressParts(context, file.id, uploadId, partsOf(file.size)) };
}
