import fastify from 'fastify';
import { listen } from '../http/listen.ts';
import { addRedeliverControl } from '../http/redeliver-control.ts';
import type { SandboxLogger } from '../http/sandbox-logger.ts';
import { addWebhookControls } from '../http/webhook-controls.ts';
import { Courier } from '../webhook/courier.ts';
import type { RetryDelays, WebhookEndpoint } from '../webhook/webhook-endpoint.ts';
import { CarrierBooks } from './carrier-books.ts';
import { addCarrierRoutes } from './carrier-routes.ts';

/** How to start a sandbox of a carrier. */
export interface CarrierSandboxOptions {
  /** The port to listen on; 0 lets the system choose. */
  port: number;
  /** The address to listen on; only this machine, unless told otherwise. */
  host?: string;
  /** The folder that holds the journal. One sandbox at a time. */
  dataDir: string;
  /** Who is told of tracking events. `{carrier}` in an address becomes the carrier's name in lower case. */
  webhooks?: readonly WebhookEndpoint[];
  /** How long to wait before a webhook is tried again. */
  webhookRetry?: RetryDelays;
  /** The time in milliseconds; the system's clock, unless a test has its own. */
  now?: () => number;
  logger?: SandboxLogger;
}

/** A running sandbox of a carrier. */
export interface CarrierSandbox {
  url: string;
  port: number;
  /** Adds an endpoint while running. It is told of what happens from now on, and of what its address is still owed. */
  addWebhook(endpoint: WebhookEndpoint): void;
  /** Stops answering and delivering, and lets go of the journal. */
  close(): Promise<void>;
}

/** Starts a sandbox of a carrier on the journal in its data folder. */
export async function startCarrierSandbox(options: CarrierSandboxOptions): Promise<CarrierSandbox> {
  const { port, host = '127.0.0.1', dataDir, webhooks = [], now = Date.now, logger } = options;
  const books = await CarrierBooks.open(dataDir, now);
  const courier = newCourier(books, options);
  const app = fastify({ forceCloseConnections: true });
  addCarrierRoutes(app, books, courier);
  addWebhookControls(app, courier);
  addRedeliverControl(app, courier, (id) => books.event(id)?.status);
  app.post('/_sandbox/reset', async () => {
    courier.reset();
    return { settings: courier.settings };
  });
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
    logger?.info({ url: address.url }, 'The carrier sandbox listens');
    return { ...address, close, addWebhook: (endpoint) => addWebhook(endpoint, books, courier) };
  } catch (error) {
    await close();
    throw error;
  }
}

function addWebhook(endpoint: WebhookEndpoint, books: CarrierBooks, courier: Courier): void {
  const isNew = courier.endpoints.every(({ url }) => url !== endpoint.url);
  courier.addEndpoint(endpoint);
  if (!isNew) return;
  for (const letter of books.owedLetters()) if (letter.url === endpoint.url) courier.submit(letter);
}

function newCourier(books: CarrierBooks, { now = Date.now, webhookRetry, logger }: CarrierSandboxOptions): Courier {
  return new Courier({
    signatureHeaderName: 'carrier-signature',
    compose: async ({ eventId, url }) => {
      const event = books.event(eventId);
      if (!event) throw new Error(`There is no event ${eventId}.`);
      const carrier = encodeURIComponent(event.carrier.toLowerCase());
      return { rawBody: JSON.stringify(event), address: url.replaceAll('{carrier}', carrier) };
    },
    finished: ({ eventId, url }, how) => books.settle(eventId, url, how),
    now,
    retry: webhookRetry,
    logger,
  });
}
