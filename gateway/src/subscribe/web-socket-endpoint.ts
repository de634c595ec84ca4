import type { Server } from 'node:http';
import { WebSocketServer } from 'ws';
import { closing } from './transport-messages.ts';
import { type ConnectionOptions, WebSocketConnection } from './web-socket-connection.ts';

const SUBPROTOCOL = 'graphql-transport-ws';

export interface WebSocketEndpointOptions extends ConnectionOptions {
  readonly server: Server;
  readonly path: string;
  readonly maxMessageBytes: number;
}

/** Clients that do not answer a close are given up after this. */
const CLOSE_TIMEOUT_MS = 1_000;

/** Serves graphql-transport-ws. Answers how to end what does not end by itself. */
export function serveWebSockets(options: WebSocketEndpointOptions): { close(): Promise<void> } {
  const { server, path, clients, maxMessageBytes } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  server.on('upgrade', (request, socket, head) => {
    const refuse = (status: string): void => void socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`);
    if (request.url?.split('?')[0] !== path) return refuse('404 Not Found');
    if (clients.isDraining) return refuse('503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (webSocket.protocol === SUBPROTOCOL) return void new WebSocketConnection(webSocket, request, options);
      webSocket.close(closing.subprotocol.code, closing.subprotocol.reason);
    });
  });
  return {
    async close() {
      const { code, reason } = closing.restart;
      for (const socket of sockets.clients) socket.close(code, reason);
      const endsAtMs = Date.now() + CLOSE_TIMEOUT_MS;
      while (sockets.clients.size > 0 && Date.now() < endsAtMs) await new Promise((resolve) => setTimeout(resolve, 10));
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}
