import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { WebSocket } from 'ws';
import { BoundedQueue } from '../subscribe/bounded-queue.ts';

export interface LiveQuestion {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly token?: string;
}

export interface LiveMessage {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

/** One subscription as a client sees it, whatever carries it. */
export interface LiveStream {
  next(): Promise<IteratorResult<LiveMessage>>;
  /** Stops taking anything from the network, and takes it again. */
  pause(): void;
  resume(): void;
  /** Goes without a word. */
  drop(): void;
  /** The code of the error that ended it, or of the socket's closing; resolves when it is over. */
  readonly endedBy: Promise<string | number | undefined>;
  /** Signs of life that carried no result. */
  readonly heartbeats: () => number;
}

export interface LiveTransport {
  readonly name: string;
  open(url: string, question: LiveQuestion): LiveStream;
}

const webSocket: LiveTransport = {
  name: 'WebSocket',
  open(url, { query, variables, token }) {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
    const messages = new BoundedQueue<LiveMessage>(10_000);
    const send = (message: unknown): void => socket.send(JSON.stringify(message));
    let heartbeats = 0;
    let code: string | undefined;
    socket.on('open', () => send({ type: 'connection_init', payload: token ? { authorization: `Bearer ${token}` } : {} }));
    socket.on('ping', () => heartbeats++);
    socket.on('message', (text) => {
      const message = JSON.parse(String(text)) as { type: string; payload: unknown };
      if (message.type === 'connection_ack') send({ id: 'a', type: 'subscribe', payload: { query, variables } });
      if (message.type === 'next' || message.type === 'error') {
        const value = (message.type === 'next' ? message.payload : { errors: message.payload }) as LiveMessage;
        code = codeOf(value) ?? code;
        messages.push(value);
      }
      if (message.type === 'complete' || message.type === 'error') socket.close(1000);
    });
    const endedBy = new Promise<string | number | undefined>((resolve) =>
      socket.on('close', (closedBy) => {
        messages.end();
        resolve(code ?? (closedBy === 1000 ? undefined : closedBy));
      }),
    );
    return {
      next: () => messages.next(),
      pause: () => socket.pause(),
      resume: () => socket.resume(),
      drop: () => socket.terminate(),
      endedBy,
      heartbeats: () => heartbeats,
    };
  },
};

/** Splits what came so far into whole pieces; the last is kept for what comes. `undefined` is a heartbeat, `null` the end. */
type ReadPiece = (piece: string) => LiveMessage | undefined | null;

function overHttp(name: string, accept: string, separator: string, readPiece: ReadPiece): LiveTransport {
  return {
    name,
    open(url, { query, variables, token }) {
      const messages = new BoundedQueue<LiveMessage>(10_000);
      const headers = { 'content-type': 'application/json', accept, ...(token ? { authorization: `Bearer ${token}` } : {}) };
      const asked: ClientRequest = request(url, { method: 'POST', headers });
      let answer: IncomingMessage | undefined;
      let heartbeats = 0;
      let code: string | undefined;
      let text = '';
      const endedBy = new Promise<string | undefined>((resolve) => {
        const end = (): void => {
          messages.end();
          resolve(code);
        };
        asked.on('error', end);
        asked.on('response', (response) => {
          answer = response;
          response.on('error', end).on('close', end);
          response.setEncoding('utf8').on('data', (chunk: string) => {
            const pieces = (text + chunk).split(separator);
            text = pieces.pop()!;
            for (const piece of pieces) {
              const message = readPiece(piece);
              if (message === undefined) heartbeats++;
              if (!message) continue;
              code = codeOf(message) ?? code;
              messages.push(message);
            }
          });
        });
      });
      asked.end(JSON.stringify({ query, variables }));
      return {
        next: () => messages.next(),
        pause: () => answer?.pause(),
        resume: () => answer?.resume(),
        drop: () => asked.destroy(),
        endedBy,
        heartbeats: () => heartbeats,
      };
    },
  };
}

const codeOf = ({ data, errors }: LiveMessage): string | undefined =>
  data === undefined ? (errors?.[0]?.extensions['code'] as string | undefined) : undefined;

const serverSentEvents = overHttp('server-sent events', 'text/event-stream', '\n\n', (piece) => {
  if (piece === ':') return undefined;
  const data = /^event: next\ndata: (.*)$/s.exec(piece)?.[1];
  return data === undefined ? null : (JSON.parse(data) as LiveMessage);
});

const APOLLO = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0, application/json';

const multipart = overHttp('multipart', APOLLO, '\r\n--graphql', (piece) => {
  if (piece === '') return null;
  const part = JSON.parse(piece.slice(piece.indexOf('\r\n\r\n'))) as { payload?: LiveMessage | null; errors?: LiveMessage['errors'] };
  if (part.errors) return { errors: part.errors };
  return part.payload ?? undefined;
});

/** Every way to follow a subscription, over real sockets and by the letter of each protocol. */
export const liveTransports: readonly LiveTransport[] = [webSocket, serverSentEvents, multipart];
