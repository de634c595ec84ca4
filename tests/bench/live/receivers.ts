import { connect, type Socket } from 'node:net';
import { nowMs, subscription } from './ticks.ts';

export type Carrier = 'websocket' | 'sse' | 'multipart';

/** What all receivers of one measurement have got. */
export class Received {
  readonly delaysMs: number[] = [];
  endings = 0;
}

/**
 * Follows topics over one connection and resolves when it is heard. It looks for nothing but the times in what it gets, so that
 * thousands of them cost a bench less than they cost the gateway.
 */
export async function receive(port: number, carrier: Carrier, topics: readonly number[], received: Received): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const isWebSocket = carrier === 'websocket';
  socket.write(isWebSocket ? UPGRADE : post(carrier, topics[0]!));
  await new Promise<void>((resolve, reject) => {
    let rest = '';
    socket.on('error', reject).on('close', () => received.endings++);
    socket.on('data', (chunk) => {
      const text = rest + chunk.toString('latin1');
      if (isWebSocket) answerFrames(socket, text, rest.length, topics);
      const isHeard = isWebSocket ? text.includes('connection_ack') : text.includes('\r\n\r\n');
      if (isHeard) resolve();
      rest = text.slice(readTimes(text, received));
    });
  });
  return socket;
}

/** Notes the delay of each whole event, and answers up to where the text needs not be read again. */
function readTimes(text: string, { delaysMs }: Received): number {
  let read = Math.max(0, text.length - KEPT);
  for (let at = text.indexOf(MARK); at !== -1; at = text.indexOf(MARK, at + 1)) {
    const end = text.indexOf(',', at);
    if (end === -1) return at;
    delaysMs.push(nowMs() - Number(text.slice(at + MARK.length, end)));
    read = Math.max(read, end);
  }
  return read;
}

const MARK = '"at":';
/** Longer than any mark that may be cut in two, and shorter than what is answered once. */
const KEPT = 8;

const UPGRADE = [
  'GET /graphql HTTP/1.1',
  'host: bench',
  'upgrade: websocket',
  'connection: upgrade',
  'sec-websocket-version: 13',
  'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-protocol: graphql-transport-ws',
  '\r\n',
].join('\r\n');

function answerFrames(socket: Socket, text: string, from: number, topics: readonly number[]): void {
  if (text.startsWith('HTTP/1.1 101') && text.includes('\r\n\r\n')) socket.write(frame(0x81, '{"type":"connection_init"}'));
  if (text.includes('connection_ack')) {
    for (const [id, topic] of topics.entries()) {
      socket.write(frame(0x81, JSON.stringify({ id: String(id), type: 'subscribe', payload: { query: subscription(topic) } })));
    }
  }
  // No text of this bench has this byte, so it is a ping.
  if (text.includes('\x89\x00', Math.max(0, from - 1))) socket.write(frame(0x8a, ''));
}

/** A client's frame has to be masked; by zeros it stays as it is. */
function frame(head: number, text: string): Buffer {
  const payload = Buffer.from(text);
  const length = payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from([head, ...length, 0, 0, 0, 0]), payload]);
}

function post(carrier: Carrier, topic: number): string {
  const body = JSON.stringify({ query: subscription(topic) });
  const accept = carrier === 'sse' ? 'text/event-stream' : 'multipart/mixed;subscriptionSpec=1.0';
  const head = ['POST /graphql HTTP/1.1', 'host: bench', 'content-type: application/json', `accept: ${accept}`];
  return [...head, `content-length: ${body.length}`, '', body].join('\r\n');
}
