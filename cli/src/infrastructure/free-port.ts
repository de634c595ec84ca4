import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** Above the ports that need privileges or are well known, below the kernel's ephemeral range: no outgoing connection can take one. */
const LOWEST_PORT = 15_000;
const HIGHEST_PORT = 32_767;
const MAX_TRIES = 200;

/**
 * Picks a port on the loopback address that nobody listens on, below 32768. No process that picks its ports here gets the same one while this
 * process lives. A stranger may still take it before its user binds it, so whoever starts a server on it tries again with another one.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const port = LOWEST_PORT + Math.floor(Math.random() * (HIGHEST_PORT - LOWEST_PORT + 1));
    // Claimed before it is looked at, so that the look itself is not in the way of whoever has claimed it and binds it just now.
    const release = await claim(port);
    if (release === null) continue;
    if (await isPortFree(port)) return port;
    release();
  }
  throw new Error(`No free port between ${LOWEST_PORT} and ${HIGHEST_PORT} after ${MAX_TRIES} tries.`);
}

/**
 * Claims a port among all processes that ask here, by the UDP port of the same number: no server of ours uses it, only one process can hold it, and
 * the kernel gives it back when that process ends, however it ends. Answers how to release it, or null where somebody has claimed it.
 */
function claim(port: number): Promise<(() => void) | null> {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    socket.once('error', () => {
      socket.close();
      resolve(null);
    });
    socket.bind({ address: '127.0.0.1', port, exclusive: true }, () => {
      // It lives as long as the process, and keeps neither that nor whoever asked for the port alive.
      socket.removeAllListeners();
      socket.unref();
      resolve(() => socket.close());
    });
  });
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
