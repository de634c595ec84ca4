import Mux from '@mux/mux-node';
import { isEntityId } from '@stoa/kit/graphql';
import { resource } from '@stoa/kit/subgraph';
import { mediaSettings } from '../store/media-settings.ts';
import { BadNotice, type HostedVideo, HostRefusal, type VideoHost, type VideoNotice } from './video-host.ts';

const TIMEOUT_MS = 15_000;

const NEWS = ['video.asset.created', 'video.asset.ready', 'video.asset.errored'];

/** Mux as the one who plays videos; null where no token is set. What it is told of a file is its id, by which it tells of it in turn. */
export const videoHost = resource('Mux', (environment): VideoHost | null => {
  const settings = mediaSettings.make(environment);
  const { MUX_TOKEN_ID, MUX_TOKEN_SECRET, MUX_SIGNING_KEY, MUX_PRIVATE_KEY, MUX_WEBHOOK_SECRET } = settings;
  if (!MUX_TOKEN_ID) return null;
  const mux = new Mux({
    tokenId: MUX_TOKEN_ID,
    tokenSecret: MUX_TOKEN_SECRET!,
    webhookSecret: MUX_WEBHOOK_SECRET ?? null,
    jwtSigningKey: MUX_SIGNING_KEY!,
    jwtPrivateKey: MUX_PRIVATE_KEY!,
    baseURL: settings.MUX_API_BASE,
    timeout: TIMEOUT_MS,
    logLevel: 'off',
  });
  const addressOf = (base: string, path: string, token: string): string => {
    const url = new URL(path, base);
    url.searchParams.set('token', token);
    return url.href;
  };
  return {
    create: async ({ fileId, sourceUrl }) => {
      // Mux knows no idempotency keys, so that another try is for whoever knows what became of the first.
      const once = { maxRetries: 0 };
      try {
        const wanted = { inputs: [{ url: sourceUrl }], playback_policies: ['signed' as const], passthrough: fileId };
        return hosted(await mux.video.assets.create(wanted, once));
      } catch (error) {
        if (error instanceof Mux.APIError && error.status !== undefined && error.status < 500)
          throw new HostRefusal(error.message, [401, 403, 408, 429].includes(error.status));
        throw error;
      }
    },
    retrieve: (assetId) => mux.video.assets.retrieve(assetId).then(hosted, noneWhereMissing),
    remove: async (assetId) => void (await mux.video.assets.delete(assetId).catch(noneWhereMissing)),
    readNotice: async ({ body, headers }) => {
      const text = Buffer.from(body).toString('utf8');
      try {
        await mux.webhooks.verifySignature(text, headers);
      } catch (error) {
        throw new BadNotice('the webhook is not of Mux', { cause: error });
      }
      return noticeIn(text);
    },
    addresses: async (playbackId, expiresInSeconds) => {
      const expiration = `${expiresInSeconds}s`;
      const [video, thumbnail] = await Promise.all([
        mux.jwt.signPlaybackId(playbackId, { type: 'video', expiration }),
        mux.jwt.signPlaybackId(playbackId, { type: 'thumbnail', expiration }),
      ]);
      return {
        playbackUrl: addressOf(settings.MUX_STREAM_BASE, `/${playbackId}.m3u8`, video),
        thumbnailUrl: addressOf(settings.MUX_IMAGE_BASE, `/${playbackId}/thumbnail.jpg`, thumbnail),
      };
    },
  };
});

const STATES = { preparing: 'PREPARING', ready: 'READY', errored: 'FAILED' } as const;

function hosted({ id, passthrough, status, progress, playback_ids: playbackIds = [], duration, errors }: Mux.Video.Asset): HostedVideo {
  return {
    assetId: id,
    fileId: passthrough ?? null,
    state: STATES[status],
    progress: Math.min(Math.max(Math.floor(progress?.progress ?? 0), 0), 99),
    playbackId: playbackIds.find(({ policy }) => policy === 'signed')?.id ?? null,
    durationSeconds: duration ?? null,
    failure: status === 'errored' ? (errors?.messages?.join(' ') ?? 'it could not be processed') : null,
  };
}

function noneWhereMissing(error: unknown): null {
  if (error instanceof Mux.NotFoundError) return null;
  throw error;
}

function noticeIn(text: string): VideoNotice | null {
  const { type, data } = JSON.parse(text) as { type?: unknown; data?: { id?: unknown; passthrough?: unknown } };
  const [assetId, fileId] = [data?.id, data?.passthrough];
  if (!NEWS.includes(String(type)) || typeof assetId !== 'string' || typeof fileId !== 'string' || !isEntityId(fileId)) return null;
  return { fileId, assetId };
}
