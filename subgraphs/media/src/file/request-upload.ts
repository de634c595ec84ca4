import { badInput, DomainError } from '@stoa/kit/errors';
import { workflow } from '@stoa/kit/use-case';
import { objectStore, type SignedUpload } from '../store/object-store.ts';
import { MediaFile } from './media-file.entity.ts';
import { requestUploadInput } from './media-file.input.ts';
import { uploadKey } from './object-keys.ts';
import { uploadRules } from './upload-rules.ts';

/** As long as an address takes an upload, in seconds. One that has begun by then may end. */
const UPLOAD_SECONDS = 300;

/** Gives somebody an address that takes exactly what they said they would send. */
export const requestUpload = workflow(
  'media.requestUpload',
  requestUploadInput,
  async (context, { sha256 = null, ...input }): Promise<{ readonly file: MediaFile; readonly upload: SignedUpload }> => {
    const { viewer } = context;
    const { types, largestBytes, sellersOnly } = uploadRules[input.purpose];
    if (sellersOnly && !viewer.sellerId) throw new DomainError('FORBIDDEN', `Only a seller uploads for ${input.purpose}`);
    if (!types.includes(input.contentType)) throw badInput(`must be one of ${types.join(', ')}`, 'contentType');
    if (input.size > largestBytes) throw badInput(`must be at most ${largestBytes} bytes`, 'size');
    const uploadExpiresAt = new Date(Date.now() + UPLOAD_SECONDS * 1_000);
    const file = MediaFile.await({ ...input, ownerId: viewer.userId!, sellerId: viewer.sellerId, uploadExpiresAt });
    const expected = { key: uploadKey(file.id), contentType: input.contentType, size: input.size, sha256 };
    const upload = await context.use(objectStore).signUpload(expected, UPLOAD_SECONDS);
    await context.transact(async ({ em }) => void em.persist(file));
    return { file, upload };
  },
);
