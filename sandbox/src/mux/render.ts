import { randomUUID } from 'node:crypto';
import type { Asset, MuxEvent } from './records.ts';

/** An asset as the API tells it. `percent` is how far its processing has come. */
export function renderAsset(asset: Asset, percent = 0): object {
  const { id, status, createdAt, passthrough, playbackId, duration, errors } = asset;
  const states = { preparing: percent === 0 ? 'ingesting' : 'transcoding', ready: 'completed', errored: 'errored' };
  return {
    id,
    status,
    created_at: String(createdAt),
    playback_ids: [{ id: playbackId, policy: 'signed' }],
    progress: { state: states[status], progress: status === 'ready' ? 100 : percent },
    encoding_tier: 'smart',
    video_quality: 'basic',
    master_access: 'none',
    max_resolution_tier: '1080p',
    ...(passthrough !== null && { passthrough }),
    ...(duration !== null && { duration }),
    ...(errors && { errors }),
  };
}

/** What a webhook says of an asset. */
export function eventOf(type: string, asset: Asset, atIso: string): MuxEvent {
  const id = randomUUID();
  const body = {
    type: `video.asset.${type}`,
    id,
    created_at: atIso,
    object: { type: 'asset', id: asset.id },
    environment: { name: 'Sandbox', id: 'sandbox' },
    data: renderAsset(asset),
    request_id: null,
    accessor: null,
    accessor_source: null,
    attempts: [],
  };
  return { id, type: body.type, body };
}
