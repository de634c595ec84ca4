import { createHmac } from 'node:crypto';
import fastify from 'fastify';
import { Faults } from '../http/faults.ts';
import { openSandbox, type Sandbox, type SandboxOptions } from '../http/open-sandbox.ts';
import { Courier } from '../webhook/courier.ts';
import { ApiError } from './api-error.ts';
import { addApiRoutes } from './api-routes.ts';
import { addControlRoutes } from './control-routes.ts';
import { RazorpayBooks } from './razorpay-books.ts';

/** How to start a sandbox of Razorpay. */
export interface RazorpaySandboxOptions extends SandboxOptions {
  keyId: string;
  keySecret: string;
}

/** A running sandbox of Razorpay. */
export type RazorpaySandbox = Sandbox;

/** Starts a sandbox of Razorpay on the journal in its data folder. */
export async function startRazorpaySandbox(options: RazorpaySandboxOptions): Promise<RazorpaySandbox> {
  const { dataDir, keyId, keySecret, now = Date.now } = options;
  const books = await RazorpayBooks.open(dataDir, now);
  const courier = newCourier(books, options);
  const app = fastify({ forceCloseConnections: true });
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof ApiError) return reply.code(error.status).send(error.body);
    const { statusCode = 500, message } = error as Error & { statusCode?: number };
    return reply.code(statusCode).send(new ApiError(statusCode, { code: 'SERVER_ERROR', description: message }).body);
  });
  const context = { books, courier, faults: new Faults(), keyId, keySecret, refunds: { processed: true } };
  addApiRoutes(app, context);
  addControlRoutes(app, context);
  return openSandbox({ name: 'Razorpay', app, courier, books }, options);
}

function newCourier(books: RazorpayBooks, { webhookRetry, logger }: RazorpaySandboxOptions): Courier {
  return new Courier({
    sign: (rawBody, secret, { eventId }) => ({
      'x-razorpay-signature': createHmac('sha256', secret).update(rawBody).digest('hex'),
      'x-razorpay-event-id': eventId,
    }),
    compose: async ({ eventId, url }) => {
      const event = books.state.events.get(eventId);
      if (!event) throw new Error(`There is no event ${eventId}.`);
      return { rawBody: JSON.stringify(event.body), address: url };
    },
    finished: ({ eventId, url }, how) => books.settle(eventId, url, how),
    retry: webhookRetry,
    logger,
  });
}
