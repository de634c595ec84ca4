import { badInput } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { fire } from '@stoa/kit/machine';
import { permitted } from '@stoa/kit/policy';
import { type DomainContext, workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { makeImageVariants } from '../image/make-image-variants.job.ts';
import { objectStore } from '../store/object-store.ts';
import { processVideos } from '../video/process-videos.job.ts';
import { putTogether } from '../video/put-together.ts';
import { MediaFile } from './media-file.entity.ts';
import { mediaFileMachine } from './media-file.machine.ts';
import { mediaFilePolicy } from './media-file.policy.ts';
import { fileKey, uploadKey, videoKey } from './object-keys.ts';
import { looksLike, SNIFFED_BYTES } from './sniff-type.ts';
import { tellStatus } from './tell-status.ts';

/**
 * Looks at what was uploaded and takes it, under a key that nobody has an address for: the upload's own address is good for some
 * minutes more, and could bring other bytes. Asked again, it answers what became of it.
 */
export const confirmUpload = workflow(
  'media.confirmUpload',
  z.object({ fileId: entityId }),
  async (context, { fileId }): Promise<MediaFile> => {
    const file = permitted(context.viewer, await context.read.findOne(MediaFile, { id: fileId }), mediaFilePolicy.upload, 'file');
    if (file.status !== 'AWAITING_UPLOAD' && file.status !== 'FAILED') return file;
    const complaint = file.status === 'FAILED' ? file.failure : await take(context, file);
    if (complaint !== null) {
      await fail(context, fileId, complaint);
      throw badInput(complaint, 'fileId');
    }
    return context.transact(async (tx) => {
      const { lock, wakeJob } = tx;
      const locked = permitted(tx.viewer, await lock(MediaFile, { id: fileId }), mediaFilePolicy.upload, 'file');
      if (!fire(mediaFileMachine, locked, 'confirm').moved) return locked;
      if (locked.isImage) {
        wakeJob(makeImageVariants.name);
      } else if (locked.isVideo) {
        locked.progress = 0;
        await tx.sql.query('update video set started_at = now() where file_id = $1', [fileId]);
        wakeJob(processVideos.name);
      } else {
        fire(mediaFileMachine, locked, 'finish');
        locked.progress = 100;
      }
      tellStatus(tx, locked);
      return locked;
    });
  },
);

/** Brings the upload to where it stays; answers what is wrong with it, or null. Nothing there yet is no failure, but an error. */
async function take(context: DomainContext, file: MediaFile): Promise<string | null> {
  const store = context.use(objectStore);
  if (file.isVideo) await putTogether(context, file);
  const from = file.isVideo ? videoKey(file.id) : uploadKey(file.id);
  const found = await store.head(from);
  if (!found) throw badInput('nothing was uploaded yet', 'fileId');
  if (found.size !== file.size) return `${found.size} bytes were uploaded instead of ${file.size}`;
  const start = (await store.read(from, SNIFFED_BYTES)) ?? new Uint8Array();
  if (!(await looksLike(file.contentType, start))) return `what was uploaded is no ${file.contentType}`;
  // What was put together of parts is where it stays: no address writes there any more.
  if (file.isVideo) return null;
  if (!(await store.copy(from, found.etag, fileKey(file.id))))
    throw badInput('the upload changed while it was looked at; confirm it again', 'fileId');
  return null;
}

async function fail(context: DomainContext, fileId: string, failure: string): Promise<void> {
  await context.transact(async (tx) => {
    const file = await tx.lock(MediaFile, { id: fileId });
    if (!file || !fire(mediaFileMachine, file, 'fail').moved) return;
    file.failure = failure;
    tellStatus(tx, file);
  });
  await context.use(objectStore).remove([uploadKey(fileId), videoKey(fileId)]);
}
