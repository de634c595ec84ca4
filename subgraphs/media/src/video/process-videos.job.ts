import { job, seconds } from '@stoa/kit/jobs';
import type { DomainContext } from '@stoa/kit/use-case';
import { MediaFile } from '../file/media-file.entity.ts';
import { videoKey } from '../file/object-keys.ts';
import { objectStore } from '../store/object-store.ts';
import { adoptAsset } from './adopt-asset.ts';
import { videoHost } from './mux-host.ts';
import { failVideo, settleVideo } from './settle-video.ts';
import { HostRefusal, type VideoHost } from './video-host.ts';

/** How long the host may take to fetch a file, in seconds: it may have a queue. */
const FETCH_SECONDS = 6 * 3_600;

/** At a time, so that the host's limits are kept: about three questions a second. */
const PAGE = 100;

/**
 * Hands uploaded videos to the video host, and asks it about those that it works on: for their progress, and since a webhook may never
 * come. Cut off anywhere, it goes on from what is written.
 */
export const processVideos = job('media.processVideos', seconds(30), async (context) => {
  const host = context.use(videoHost);
  if (!host) return;
  for (const { fileId } of await toBegin(context))
    await begin(context, host, fileId).catch((error: unknown) =>
      context.log.warn({ err: error, fileId }, 'a video could not be handed to its host; it comes round again'),
    );
  for (const { fileId, assetId } of await toAskAbout(context))
    await askAbout(context, host, fileId, assetId).catch((error: unknown) =>
      context.log.warn({ err: error, fileId }, 'the video host could not be asked; it is asked again'),
    );
});

/** Asks the host what holds now of a video of ours. */
const askAbout = async (context: DomainContext, host: VideoHost, fileId: string, assetId: string): Promise<void> =>
  settleVideo(context, fileId, await host.retrieve(assetId));

/** Where an answer was lost, the host's news of what it has begun come first, most likely; so it is not asked again for some minutes. */
const toBegin = (context: DomainContext) =>
  context.write<{ fileId: string }>(
    `update video set asked_at = now() where asset_id is null and file_id in (
       select id from media_file join video on file_id = id where status = 'UPLOADED' and purpose = 'LECTURE_VIDEO'
         and asset_id is null and (asked_at is null or asked_at < now() - interval '5 minutes') order by id limit ${PAGE}
     ) returning file_id as "fileId"`,
    [],
  );

const toAskAbout = (context: DomainContext) =>
  context.write<{ fileId: string; assetId: string }>(
    `update video set asked_at = now() where file_id in (
       select id from media_file join video on file_id = id where status = 'PROCESSING' and asset_id is not null
         order by asked_at limit ${PAGE}
     ) returning file_id as "fileId", asset_id as "assetId"`,
    [],
  );

async function begin(context: DomainContext, host: VideoHost, fileId: string): Promise<void> {
  const sourceUrl = await context.use(objectStore).signRead(videoKey(fileId), FETCH_SECONDS);
  try {
    const { assetId } = await host.create({ fileId, sourceUrl });
    await adoptAsset(context, fileId, assetId);
  } catch (error) {
    if (!(error instanceof HostRefusal)) throw error;
    await context.write('update video set asked_at = null where file_id = $1 and asset_id is null', [fileId]);
    if (error.mayPass) throw error;
    await context.transact(async (tx) => {
      const file = await tx.lock(MediaFile, { id: fileId });
      if (file?.status === 'UPLOADED') await failVideo(tx, file, 'the video host has refused it');
    });
    context.log.warn({ err: error, fileId }, 'the video host has refused a video');
  }
}
