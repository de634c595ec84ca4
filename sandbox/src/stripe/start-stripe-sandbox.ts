import type { FastifyInstance } from 'fastify';
import fastify from 'fastify';
import { listen } from '../http/listen.ts';
import type { SandboxLogger } from '../http/sandbox-logger.ts';
import { Courier } from '../webhook/courier.ts';
import type { RetryDelays, WebhookEndpoint } from '../webhook/webhook-endpoint.ts';
import { addAuthenticationPage } from './control/authentication-page.ts';
import { addControlRoutes } from './control/control-routes.ts';
import { Faults } from './control/faults.ts';
import { parseForm } from './form.ts';
import { addApiRoutes, answerError, answerUnknownUrl } from './http/api-routes.ts';
import { IdempotencyKeys } from './http/idempotency.ts';
import { StripeBooks } from './stripe-books.ts';

/** How to start a sandbox of Stripe. */
export interface StripeSandboxOptions {
  /** The port to listen on; 0 lets the system choose. */
  port: number;
  /** The address to listen on; only this machine, unless told otherwise. */
  host?: string;
  /** The folder that holds the journal. One sandbox at a time. */
  dataDir: string;
  secretKey: string;
  publishableKey: string;
  /** Who is told of events. */
  webhooks?: readonly WebhookEndpoint[];
  /** How long to wait before a webhook is tried again. */
  webhookRetry?: RetryDelays;
  /** The time in milliseconds; the system's clock, unless a test has its own. */
  now?: () => number;
  logger?: SandboxLogger;
}

/** A running sandbox of Stripe. */
export interface StripeSandbox {
  url: string;
  port: number;
  /** Adds an endpoint while running. It is told of what happens from now on, and of what its address is still owed. */
  addWebhook(endpoint: WebhookEndpoint): void;
  /** Stops answering and delivering, and lets go of the journal. */
  close(): Promise<void>;
}

/** Starts a sandbox of Stripe on the journal in its data folder. */
export async function startStripeSandbox(options: StripeSandboxOptions): Promise<StripeSandbox> {
  const { port, host = '127.0.0.1', dataDir, secretKey, publishableKey, webhooks = [], now = Date.now, logger } = options;
  const books = await StripeBooks.open(dataDir, now);
  const courier = newCourier(books, options);
  const faults = new Faults();
  const keys = new IdempotencyKeys(books.state);

  const app = newServer();
  addApiRoutes(app, { books, courier, keys, faults, accountKeys: { secretKey, publishableKey } });
  addAuthenticationPage(app, books, courier);
  addControlRoutes(app, { books, courier, faults, dataDir });
  const close = async (): Promise<void> => {
    await app.close();
    await courier.close();
    await books.close();
  };

  for (const endpoint of webhooks) courier.addEndpoint(endpoint);
  // Taken before the first request can come, which hands over its own letters.
  const owed = books.owedLetters();
  try {
    const address = await listen(app, { host, port });
    for (const letter of owed) courier.submit(letter);
    logger?.info({ url: address.url }, 'The Stripe sandbox listens');
    return { ...address, close, addWebhook: (endpoint) => addWebhook(endpoint, books, courier) };
  } catch (error) {
    await close();
    throw error;
  }
}

function addWebhook(endpoint: WebhookEndpoint, books: StripeBooks, courier: Courier): void {
  const isNew = courier.endpoints.every(({ url }) => url !== endpoint.url);
  courier.addEndpoint(endpoint);
  if (!isNew) return;
  for (const letter of books.owedLetters()) if (letter.url === endpoint.url) courier.submit(letter);
}

function newCourier(books: StripeBooks, { now = Date.now, webhookRetry, logger }: StripeSandboxOptions): Courier {
  return new Courier({
    signatureHeaderName: 'stripe-signature',
    compose: async ({ eventId, url }) => {
      const entry = books.state.events.get(eventId);
      if (!entry) throw new Error(`There is no event ${eventId}.`);
      return { rawBody: JSON.stringify(await books.event(entry), null, 2), address: url };
    },
    finished: ({ eventId, url }, how) => books.settle(eventId, url, how),
    now,
    retry: webhookRetry,
    logger,
  });
}

function newServer(): FastifyInstance {
  const app = fastify({ forceCloseConnections: true });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, parseForm(String(body)));
    } catch (error) {
      done(error as Error);
    }
  });
  app.addHook('onRequest', async (request, reply) => {
    // The test controls are no business of any web page.
    if (!request.url.startsWith('/v1/')) return;
    reply.headers({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': 'authorization, content-type, idempotency-key, stripe-version',
      'access-control-expose-headers': 'request-id, idempotent-replayed',
    });
  });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerUnknownUrl);
  return app;
}
