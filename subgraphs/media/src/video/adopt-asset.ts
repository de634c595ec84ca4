import { fire } from '@stoa/kit/machine';
import type { DomainContext } from '@stoa/kit/use-case';
import { MediaFile } from '../file/media-file.entity.ts';
import { mediaFileMachine } from '../file/media-file.machine.ts';
import { tellStatus } from '../file/tell-status.ts';
import { videoHost } from './mux-host.ts';
import { Video } from './video.entity.ts';

/**
 * Takes what the host says that it has made of a file: the first of its assets is the file's. Another one was begun because the answer
 * to the first was lost, and is removed again. Answers whether it is the file's.
 */
export async function adoptAsset(context: DomainContext, fileId: string, assetId: string): Promise<boolean> {
  const isOurs = await context.transact(async (tx) => {
    const file = await tx.lock(MediaFile, { id: fileId });
    const video = await tx.lockRow(Video, { fileId });
    if (!file || !video) return null;
    if (video.assetId !== null) return video.assetId === assetId;
    if (file.status !== 'UPLOADED') return false;
    await tx.sql.query('update video set asset_id = $2 where file_id = $1', [fileId, assetId]);
    fire(mediaFileMachine, file, 'process');
    tellStatus(tx, file);
    return true;
  });
  if (isOurs === false) await context.use(videoHost)?.remove(assetId);
  // A database that was restored knows less than the host does, so what is unknown here is nobody's to remove.
  if (isOurs === null) context.log.warn({ fileId, assetId }, 'the video host tells of a file that is not known');
  return isOurs === true;
}
