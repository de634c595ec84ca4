import type { FastifyInstance } from 'fastify';
import type { Courier } from '../webhook/courier.ts';
import type { Letter, RetryDelays, WebhookEndpoint } from '../webhook/webhook-endpoint.ts';
import { listen } from './listen.ts';
import type { SandboxLogger } from './sandbox-logger.ts';

/** How to start any sandbox. */
export interface SandboxOptions {
  /** The port to listen on; 0 lets the system choose. */
  port: number;
  /** The address to listen on; only this machine, unless told otherwise. */
  host?: string;
  /** The folder that holds the journal. One sandbox at a time. */
  dataDir: string;
  /** Who is told of events. */
  webhooks?: readonly WebhookEndpoint[];
  /** How long to wait before a webhook is tried again. */
  webhookRetry?: RetryDelays;
  /** The time in milliseconds; the system's clock, unless a test has its own. */
  now?: () => number;
  logger?: SandboxLogger;
}

/** A request that needs no socket. */
export interface LocalRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A running sandbox. */
export interface Sandbox {
  url: string;
  port: number;
  /** Answers as the port does, to somebody in the same process who saves both the way. */
  answer(url: string, request?: LocalRequest): Promise<Response>;
  /** Adds an endpoint while running. It is told of what happens from now on, and of what its address is still owed. */
  addWebhook(endpoint: WebhookEndpoint): void;
  /** Stops answering and delivering, and lets go of the journal. */
  close(): Promise<void>;
}

/** What a sandbox is made of. All of it is closed with the sandbox, or when it cannot listen. */
export interface SandboxParts {
  /** As the log calls it. */
  name: string;
  app: FastifyInstance;
  courier: Courier;
  books: { owedLetters(): Letter[]; close(): Promise<void> };
}

/** Opens the port, and sends what was owed when the last run ended. */
export async function openSandbox({ name, app, courier, books }: SandboxParts, options: SandboxOptions): Promise<Sandbox> {
  const { port, host = '127.0.0.1', webhooks = [], logger } = options;
  const close = async (): Promise<void> => {
    await app.close();
    await courier.close();
    await books.close();
  };
  const addWebhook = (endpoint: WebhookEndpoint): void => {
    const isNew = courier.endpoints.every(({ url }) => url !== endpoint.url);
    courier.addEndpoint(endpoint);
    if (!isNew) return;
    for (const letter of books.owedLetters()) if (letter.url === endpoint.url) courier.submit(letter);
  };

  const answer = async (url: string, { method = 'GET', headers = {}, body }: LocalRequest = {}): Promise<Response> => {
    const { pathname, search } = new URL(url);
    const reply = await app.inject({
      method: method as 'GET',
      url: pathname + search,
      headers,
      ...(body !== undefined && { payload: body }),
    });
    return new Response(reply.body, {
      status: reply.statusCode,
      headers: Object.entries(reply.headers).map(([name, value]) => [name, String(value)]),
    });
  };

  for (const endpoint of webhooks) courier.addEndpoint(endpoint);
  // Taken before the first request can come, which hands over its own letters.
  const owed = books.owedLetters();
  try {
    const address = await listen(app, { host, port });
    for (const letter of owed) courier.submit(letter);
    logger?.info({ url: address.url }, `The ${name} sandbox listens`);
    return { ...address, answer, close, addWebhook };
  } catch (error) {
    await close();
    throw error;
  }
}
