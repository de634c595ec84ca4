import { createServer } from 'node:net';

/** Above the ports that need privileges or are well known, below the kernel's ephemeral range: no outgoing connection can take one. */
const LOWEST_PORT = 15_000;
const HIGHEST_PORT = 32_767;
const MAX_TRIES = 200;

/** Ports already given away in this process: between our probe and the server's own bind, nobody else here gets the same one. */
const givenAway = new Set<number>();

/**
 * Picks a port on the loopback address that nobody listens on, below 32768.
 * Another process may still take it before its user binds it, so whoever starts a server on it tries again with another one.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const port = LOWEST_PORT + Math.floor(Math.random() * (HIGHEST_PORT - LOWEST_PORT + 1));
    if (givenAway.has(port)) continue;
    givenAway.add(port);
    if (await isPortFree(port)) return port;
    givenAway.delete(port);
  }
  throw new Error(`No free port between ${LOWEST_PORT} and ${HIGHEST_PORT} after ${MAX_TRIES} tries.`);
}

/** Whether a server could listen on this port of the loopback address right now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.unref();
    probe.once('error', () => resolve(false));
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
