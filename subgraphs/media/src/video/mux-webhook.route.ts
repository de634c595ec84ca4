import { json, type RouteResponse, route } from '@stoa/kit/subgraph';
import type { DomainContext } from '@stoa/kit/use-case';
import { adoptAsset } from './adopt-asset.ts';
import { videoHost } from './mux-host.ts';
import { settleVideo } from './settle-video.ts';
import { BadNotice, type VideoHost, type VideoNotice } from './video-host.ts';

/**
 * Mux's webhook. Its news may be old, repeated, in another order than they happened or untrue, so Mux is asked what holds now. Answered
 * with 200 only when that is written down.
 */
export const muxWebhook = route('POST', '/webhooks/mux', async (context, request): Promise<RouteResponse> => {
  const host = context.use(videoHost);
  if (!host) return json(404, { error: 'Mux is not used here' });
  try {
    const notice = await host.readNotice(request);
    if (notice) await heed(context, host, notice);
    return json(200, { received: true });
  } catch (error) {
    if (error instanceof BadNotice) return json(400, { error: 'bad signature or body' });
    context.log.error({ err: error }, 'a webhook could not be taken');
    return json(500, { error: 'try again' });
  }
});

/** What the host does not have, or not of this file, is nothing that the file could be brought to. */
async function heed(context: DomainContext, host: VideoHost, { fileId, assetId }: VideoNotice): Promise<void> {
  const said = await host.retrieve(assetId);
  if (said?.fileId === fileId && (await adoptAsset(context, fileId, assetId))) await settleVideo(context, fileId, said);
}
