import { json, type RouteResponse, route } from '@stoa/kit/subgraph';
import { adoptAsset } from './adopt-asset.ts';
import { videoHost } from './mux-host.ts';
import { askAbout } from './process-videos.job.ts';
import { BadNotice } from './video-host.ts';

/**
 * Mux's webhook. Its news may be old, repeated or in another order than they happened, so Mux is asked what holds now. Answered with 200
 * only when that is written down.
 */
export const muxWebhook = route('POST', '/webhooks/mux', async (context, request): Promise<RouteResponse> => {
  const host = context.use(videoHost);
  if (!host) return json(404, { error: 'Mux is not used here' });
  try {
    const notice = await host.readNotice(request);
    if (notice && (await adoptAsset(context, notice.fileId, notice.assetId))) await askAbout(context, host, notice.fileId, notice.assetId);
    return json(200, { received: true });
  } catch (error) {
    if (error instanceof BadNotice) return json(400, { error: 'bad signature or body' });
    context.log.error({ err: error }, 'a webhook could not be taken');
    return json(500, { error: 'try again' });
  }
});
