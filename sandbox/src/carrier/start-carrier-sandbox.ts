import fastify from 'fastify';
import { openSandbox, type Sandbox, type SandboxOptions } from '../http/open-sandbox.ts';
import { addRedeliverControl } from '../http/redeliver-control.ts';
import { addWebhookControls } from '../http/webhook-controls.ts';
import { Courier } from '../webhook/courier.ts';
import { signatureHeader } from '../webhook/signature.ts';
import { CarrierBooks } from './carrier-books.ts';
import { addCarrierRoutes } from './carrier-routes.ts';

/** How to start a sandbox of a carrier. `{carrier}` in a webhook's address becomes the carrier's name in lower case. */
export type CarrierSandboxOptions = SandboxOptions;

/** A running sandbox of a carrier. */
export type CarrierSandbox = Sandbox;

/** Starts a sandbox of a carrier on the journal in its data folder. */
export async function startCarrierSandbox(options: CarrierSandboxOptions): Promise<CarrierSandbox> {
  const books = await CarrierBooks.open(options.dataDir, options.now ?? Date.now);
  const courier = newCourier(books, options);
  const app = fastify({ forceCloseConnections: true });
  addCarrierRoutes(app, books, courier);
  addWebhookControls(app, courier);
  addRedeliverControl(app, courier, (id) => books.event(id)?.status);
  app.post('/_sandbox/reset', async () => {
    courier.reset();
    return { settings: courier.settings };
  });
  return openSandbox({ name: 'carrier', app, courier, books }, options);
}

function newCourier(books: CarrierBooks, { now = Date.now, webhookRetry, logger }: CarrierSandboxOptions): Courier {
  return new Courier({
    sign: (rawBody, secret) => ({ 'carrier-signature': signatureHeader(rawBody, secret, now()) }),
    compose: async ({ eventId, url }) => {
      const event = books.event(eventId);
      if (!event) throw new Error(`There is no event ${eventId}.`);
      const carrier = encodeURIComponent(event.carrier.toLowerCase());
      return { rawBody: JSON.stringify(event), address: url.replaceAll('{carrier}', carrier) };
    },
    finished: ({ eventId, url }, how) => books.settle(eventId, url, how),
    retry: webhookRetry,
    logger,
  });
}
