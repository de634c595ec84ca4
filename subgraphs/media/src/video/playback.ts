import { loader } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import type { MediaFile } from '../file/media-file.entity.ts';
import { videoHost } from './mux-host.ts';
import { Video } from './video.entity.ts';
import type { PlaybackAddresses } from './video-host.ts';

/** How much longer than the video plays its addresses are good, in seconds: whoever watches also pauses. */
const PAUSES_SECONDS = 3_600;

const videoOf = loader<string, Video>(async ({ rows }, fileIds) => {
  const found = await rows.by(Video, 'fileId', fileIds);
  return new Map(found.map((video) => [video.fileId, video]));
});

/** Where a video is played, for the one who asks; null while it cannot be. */
export async function addressesOf(context: DomainContext, file: MediaFile): Promise<PlaybackAddresses | null> {
  const host = context.use(videoHost);
  if (!host || file.purpose !== 'LECTURE_VIDEO' || file.status !== 'READY') return null;
  const video = await context.load(videoOf, file.id);
  return video?.playbackId ? host.addresses(video.playbackId, (file.durationSeconds ?? 0) + PAUSES_SECONDS) : null;
}
