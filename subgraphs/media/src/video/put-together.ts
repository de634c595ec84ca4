import { badInput } from '@stoa/kit/errors';
import type { DomainContext } from '@stoa/kit/use-case';
import type { MediaFile } from '../file/media-file.entity.ts';
import { videoKey } from '../file/object-keys.ts';
import { missingParts, partsOf } from '../file/upload-parts.ts';
import { objectStore } from '../store/object-store.ts';
import { Video } from './video.entity.ts';

/** Makes one file of a video's parts, if all of them are there. Where it is one already, or nothing is left of it, nothing happens. */
export async function putTogether(context: DomainContext, { id, size }: MediaFile): Promise<void> {
  const store = context.use(objectStore);
  const { uploadId } = await context.read.findOneOrFail(Video, { fileId: id });
  const there = await store.partsThere(videoKey(id), uploadId);
  if (!there) return;
  const missing = missingParts(size, there);
  if (missing.length > 0)
    throw badInput(`${missing.length} of ${partsOf(size).length} parts are missing; resumeUpload tells which`, 'fileId');
  await store.completeParts(videoKey(id), uploadId, there);
}
