import type { FastifyInstance } from 'fastify';
import fastify from 'fastify';
import { Faults } from '../http/faults.ts';
import { openSandbox, type Sandbox, type SandboxOptions } from '../http/open-sandbox.ts';
import { Courier } from '../webhook/courier.ts';
import { signatureHeader } from '../webhook/signature.ts';
import { addOnboardingPage } from './connect/onboarding-page.ts';
import { addAuthenticationPage } from './control/authentication-page.ts';
import { addControlRoutes } from './control/control-routes.ts';
import { parseForm } from './form.ts';
import { addApiRoutes, answerError, answerUnknownUrl } from './http/api-routes.ts';
import { IdempotencyKeys } from './http/idempotency.ts';
import { StripeBooks } from './stripe-books.ts';

/** How to start a sandbox of Stripe. */
export interface StripeSandboxOptions extends SandboxOptions {
  secretKey: string;
  publishableKey: string;
}

/** A running sandbox of Stripe. */
export type StripeSandbox = Sandbox;

/** Starts a sandbox of Stripe on the journal in its data folder. */
export async function startStripeSandbox(options: StripeSandboxOptions): Promise<StripeSandbox> {
  const { dataDir, secretKey, publishableKey, now = Date.now } = options;
  const books = await StripeBooks.open(dataDir, now);
  const courier = newCourier(books, options);
  const faults = new Faults();
  const keys = new IdempotencyKeys(books.state);
  const app = newServer();
  addApiRoutes(app, { books, courier, keys, faults, accountKeys: { secretKey, publishableKey } });
  addAuthenticationPage(app, books, courier);
  addOnboardingPage(app, books, courier);
  addControlRoutes(app, { books, courier, faults, dataDir });
  return openSandbox({ name: 'Stripe', app, courier, books }, options);
}

function newCourier(books: StripeBooks, { now = Date.now, webhookRetry, logger }: StripeSandboxOptions): Courier {
  return new Courier({
    sign: (rawBody, secret) => ({ 'stripe-signature': signatureHeader(rawBody, secret, now()) }),
    compose: async ({ eventId, url }) => {
      const entry = books.state.events.get(eventId);
      if (!entry) throw new Error(`There is no event ${eventId}.`);
      return { rawBody: JSON.stringify(await books.event(entry), null, 2), address: url };
    },
    finished: ({ eventId, url }, how) => books.settle(eventId, url, how),
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
