import { createPublicKey } from 'node:crypto';
import fastify from 'fastify';
import { Faults } from '../http/faults.ts';
import { openSandbox, type Sandbox, type SandboxOptions } from '../http/open-sandbox.ts';
import { Courier } from '../webhook/courier.ts';
import { signatureHeader } from '../webhook/signature.ts';
import { ApiError } from './api-error.ts';
import { addApiRoutes } from './api-routes.ts';
import { addControlRoutes } from './control-routes.ts';
import { type Ffmpeg, findFfmpeg } from './encode-video.ts';
import { MuxBooks } from './mux-books.ts';
import { addPlaybackRoutes } from './playback-routes.ts';
import { Processing } from './processing.ts';

/** How to start a sandbox of Mux. */
export interface MuxSandboxOptions extends SandboxOptions {
  tokenId: string;
  tokenSecret: string;
  /** The id of the key that playback tokens are signed with, and the key itself, as PEM or that in base64. */
  signingKeyId: string;
  signingPrivateKey: string;
  /** What encodes; looked for on this machine, unless told. */
  ffmpeg?: Ffmpeg;
}

/** A running sandbox of Mux. What it plays is under the same address as its API. */
export type MuxSandbox = Sandbox;

/** Starts a sandbox of Mux on the journal in its data folder. */
export async function startMuxSandbox(options: MuxSandboxOptions): Promise<MuxSandbox> {
  const { dataDir, tokenId, tokenSecret, signingKeyId, signingPrivateKey, now = Date.now, logger } = options;
  const books = await MuxBooks.open(dataDir, now);
  const courier = newCourier(books, options);
  const ffmpeg = options.ffmpeg === undefined ? await findFfmpeg() : options.ffmpeg;
  const processing = new Processing({ books, courier, folder: dataDir, ffmpeg, logger });
  const app = fastify({ forceCloseConnections: true });
  app.setErrorHandler((error, _request, reply) => {
    const { statusCode = 500, message } = error as Error & { statusCode?: number };
    const known = error instanceof ApiError ? error : new ApiError(statusCode, 'internal_error', message);
    return reply.code(known.status).send(known.body);
  });
  const context = { books, courier, faults: new Faults(), processing, tokenId, tokenSecret };
  addApiRoutes(app, context);
  addControlRoutes(app, context);
  const signingKey = { id: signingKeyId, publicKey: createPublicKey(pemOf(signingPrivateKey)) };
  addPlaybackRoutes(app, { books, processing, signingKey });
  const close = async (): Promise<void> => {
    await processing.close();
    await books.close();
  };
  const sandbox = await openSandbox({ name: 'Mux', app, courier, books: { owedLetters: () => books.owedLetters(), close } }, options);
  processing.resume();
  return sandbox;
}

const pemOf = (key: string): string => (key.startsWith('-----BEGIN') ? key : Buffer.from(key, 'base64').toString('utf8'));

function newCourier(books: MuxBooks, { now = Date.now, webhookRetry, logger }: MuxSandboxOptions): Courier {
  return new Courier({
    sign: (rawBody, secret) => ({ 'mux-signature': signatureHeader(rawBody, secret, now()) }),
    compose: async ({ eventId, url }) => {
      const event = books.events.get(eventId);
      if (!event) throw new Error(`There is no event ${eventId}.`);
      return { rawBody: JSON.stringify(event.body), address: url };
    },
    finished: ({ eventId, url }, how) => books.settle(eventId, url, how),
    retry: webhookRetry,
    logger,
  });
}
