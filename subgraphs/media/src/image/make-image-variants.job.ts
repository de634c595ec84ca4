import { job, seconds } from '@stoa/kit/jobs';
import { fire } from '@stoa/kit/machine';
import type { DomainContext } from '@stoa/kit/use-case';
import { MediaFile } from '../file/media-file.entity.ts';
import { mediaFileMachine } from '../file/media-file.machine.ts';
import { fileKey, uploadKey } from '../file/object-keys.ts';
import { tellStatus } from '../file/tell-status.ts';
import { objectStore } from '../store/object-store.ts';
import type { EncodedImage } from './encode-image.ts';
import { IMAGE_TYPE, imageKey, variantNames } from './image-variants.ts';

/** Makes images that were uploaded into what is shown of them. Cut off anywhere, it begins that image again. */
export const makeImageVariants = job('media.makeImageVariants', seconds(30), async (context) => {
  const waiting = await context.sql.query<{ id: string }>(
    `select id from media_file where status in ('UPLOADED', 'PROCESSING') and purpose <> 'LECTURE_VIDEO' order by id limit 100`,
  );
  for (const { id } of waiting)
    await make(context, id).catch((error: unknown) =>
      context.log.warn({ err: error, fileId: id }, 'an image could not be made; it comes round again'),
    );
});

async function make(context: DomainContext, id: string): Promise<void> {
  const store = context.use(objectStore);
  // The codecs take 20 MB, which a process that never meets an image does without.
  const { encodeImage } = await import('./encode-image.ts');
  const bytes = await store.read(fileKey(id));
  const encoded = bytes && (await encodeImage(bytes).catch(() => null));
  if (encoded) await Promise.all(variantNames.map((name) => store.write(imageKey(id, name), encoded.variants[name], IMAGE_TYPE)));
  await settle(context, id, encoded);
  // The bytes that came may carry what nobody meant to publish: a place, a camera's number, a second picture.
  await store.remove([fileKey(id), uploadKey(id)]);
}

async function settle(context: DomainContext, id: string, encoded: EncodedImage | null): Promise<void> {
  await context.transact(async (tx) => {
    const file = await tx.lock(MediaFile, { id });
    if (!file) return;
    const { moved } = fire(mediaFileMachine, file, encoded ? 'finish' : 'fail');
    if (!moved) return;
    if (encoded) Object.assign(file, { width: encoded.width, height: encoded.height, progress: 100 });
    else file.failure = 'it is no image that can be read';
    tellStatus(tx, file);
  });
}
