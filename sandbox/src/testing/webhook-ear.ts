import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A webhook as it arrived. */
export interface Heard {
  path: string;
  headers: IncomingHttpHeaders;
  rawBody: string;
  /** What the ear answered. */
  status: number;
}

/** A server that hears webhooks. */
export interface WebhookEar {
  url: string;
  port: number;
  heard: Heard[];
  /** Resolves when what was heard satisfies; there is no time limit but the test's own. */
  until(isEnough: (heard: readonly Heard[]) => boolean): Promise<Heard[]>;
  close(): Promise<void>;
}

/** Opens an ear; `answer` chooses the status for the nth webhook, counted from 0. */
export async function openEar(answer: (index: number) => number = () => 200, port?: number): Promise<WebhookEar> {
  const heard: Heard[] = [];
  const watchers = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const status = answer(heard.length);
      const rawBody = Buffer.concat(chunks).toString('utf8');
      heard.push({ path: request.url ?? '', headers: request.headers, rawBody, status });
      response.writeHead(status).end();
      for (const watcher of [...watchers]) watcher();
    });
  });
  await listen(server, port);
  const taken = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${taken}/webhooks`,
    port: taken,
    heard,
    until: (isEnough) =>
      new Promise((resolve) => {
        const watcher = (): void => {
          if (!isEnough(heard)) return;
          watchers.delete(watcher);
          resolve([...heard]);
        };
        watchers.add(watcher);
        watcher();
      }),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Below the ports of outgoing connections, so that one which is given up for a while is still free when it is wanted again. */
const lowPort = (): number => 20_000 + Math.floor(Math.random() * 12_000);

/** Listens on this port, or else on some that is free. */
async function listen(server: Server, port: number | undefined): Promise<void> {
  for (;;) {
    server.listen(port ?? lowPort(), '127.0.0.1');
    try {
      await once(server, 'listening');
      return;
    } catch (error) {
      if (port !== undefined || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}

/** The value in a JSON body, for reading in a test. */
export function bodyOf<Body>(heard: Heard): Body {
  return JSON.parse(heard.rawBody) as Body;
}
