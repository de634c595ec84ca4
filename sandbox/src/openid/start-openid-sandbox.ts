import fastify from 'fastify';
import { listen } from '../http/listen.ts';
import type { SandboxLogger } from '../http/sandbox-logger.ts';
import type { SandboxClient } from './authorization-request.ts';
import { addOpenIdControls, addOpenIdRoutes } from './openid-routes.ts';
import { ProviderBooks } from './provider-books.ts';

/** How to start a provider. */
export interface OpenIdSandboxOptions extends SandboxClient {
  /** The port to listen on; 0 lets the system choose. */
  port: number;
  /** The address to listen on; only this machine, unless told otherwise. */
  host?: string;
  /** The time in milliseconds; the system's clock, unless a test has its own. */
  now?: () => number;
  logger?: SandboxLogger;
}

/** A running provider. Its address is its issuer. */
export interface OpenIdSandbox {
  url: string;
  close(): Promise<void>;
}

/** Starts an OpenID provider at which everybody is whoever they say. */
export async function startOpenIdSandbox(options: OpenIdSandboxOptions): Promise<OpenIdSandbox> {
  const { port, host = '127.0.0.1', now = Date.now, logger } = options;
  const app = fastify({ forceCloseConnections: true });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  const books = new ProviderBooks(now);
  let issuer = '';
  addOpenIdRoutes(app, () => issuer, options, books);
  addOpenIdControls(app, () => issuer, books);
  try {
    ({ url: issuer } = await listen(app, { host, port }));
    logger?.info({ url: issuer }, 'The OpenID sandbox listens');
    return { url: issuer, close: () => app.close() };
  } catch (error) {
    await app.close();
    throw error;
  }
}
