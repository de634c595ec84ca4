import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, missing } from './api-error.ts';
import type { MuxBooks } from './mux-books.ts';
import { opens, type SigningKey, type TokenUse } from './playback-token.ts';
import type { Processing } from './processing.ts';

export interface PlaybackContext {
  readonly books: MuxBooks;
  readonly processing: Processing;
  readonly signingKey: SigningKey;
}

const TYPES = { m3u8: 'application/vnd.apple.mpegurl', ts: 'video/mp2t', jpg: 'image/jpeg' };

/** Offers what is played: `/<playback id>.m3u8`, its segments, and `/<playback id>/thumbnail.jpg`, each for a token of its own kind. */
export function addPlaybackRoutes(app: FastifyInstance, context: PlaybackContext): void {
  app.get('/:name', (request, reply) => {
    const [, playbackId] = /^([A-Za-z0-9]+)\.m3u8$/.exec((request.params as { name: string }).name) ?? [];
    if (playbackId === undefined) throw missing();
    return serve(context, request, reply, playbackId, 'index.m3u8', 'v');
  });
  app.get('/:playbackId/:name', (request, reply) => {
    const { playbackId, name } = request.params as { playbackId: string; name: string };
    if (!/^(\d+\.ts|thumbnail\.jpg)$/.test(name)) throw missing();
    return serve(context, request, reply, playbackId, name, name === 'thumbnail.jpg' ? 't' : 'v');
  });
}

async function serve(
  { books, processing, signingKey }: PlaybackContext,
  { query }: FastifyRequest,
  reply: FastifyReply,
  playbackId: string,
  file: string,
  use: TokenUse,
): Promise<FastifyReply> {
  const asset = books.played(playbackId);
  if (asset?.status !== 'ready') throw missing();
  const { token } = query as { token?: string };
  if (!opens(token, playbackId, use, signingKey, books.nowMs)) throw new ApiError(403, 'not_allowed', 'Not allowed: bad or missing token');
  const bytes = await readFile(processing.outputOf(asset.id, file)).catch(() => null);
  if (!bytes) throw missing();
  const extension = file.slice(file.indexOf('.') + 1) as keyof typeof TYPES;
  // A player comes from another origin than the video, and sends the token of the list with each of its segments.
  reply.headers({ 'access-control-allow-origin': '*', 'content-type': TYPES[extension] });
  return reply.send(extension === 'm3u8' ? bytes.toString('utf8').replaceAll(/^(\d+\.ts)$/gm, `${playbackId}/$1?token=${token}`) : bytes);
}
