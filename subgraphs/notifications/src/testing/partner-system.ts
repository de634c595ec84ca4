import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What came to a partner. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Answer = (response: ServerResponse, received: Received) => unknown;

/** A partner's own system: what comes there, by the path that a test gives an endpoint, and how it answers. */
export class PartnerSystem {
  readonly received: Received[] = [];
  readonly #answers = new Map<string, Answer>();
  readonly #server = createServer(async (request, response) => {
    const received = { path: request.url!, headers: request.headers, body: await text(request) };
    this.received.push(received);
    (this.#answers.get(received.path) ?? ((taken) => taken.writeHead(204).end()))(response, received);
  });
  #port = 0;

  async open(): Promise<void> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.#port}${path}`;
  }

  /** From now on what comes there is answered so. */
  answer(path: string, answer: Answer | number): void {
    this.#answers.set(path, typeof answer === 'function' ? answer : (response) => response.writeHead(answer).end());
  }

  at(path: string): Received[] {
    return this.received.filter((each) => each.path === path);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** Which of these secrets signed it, as whoever receives it finds out. */
export const signedBy = ({ headers, body }: Received, ...secrets: readonly string[]): string[] =>
  secrets.filter((secret) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const right = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
    return String(headers['webhook-signature']).split(' ').includes(right);
  });
