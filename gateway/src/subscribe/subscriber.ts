import type { GraphQLError } from 'graphql';
import { textFrame } from './web-socket-frame.ts';

/** Where the results of one subscription go: one client's stream, or one operation on a client's socket. Neither call throws or waits. */
export interface Subscriber {
  /** Several, in their order, where more than one came since the last time. */
  next(results: readonly LiveResult[]): void;
  /** Nothing follows. `error` says why, where the subscription ends before its time. */
  end(error?: GraphQLError): void;
}

/** How results look on one kind of stream. */
export interface Framing {
  readonly contentType: string;
  /** Sent at once, so that the client knows that it is heard. */
  readonly opening: string;
  readonly heartbeat: string;
  result(body: Buffer): Buffer;
  ending(error: GraphQLError | undefined): string;
}

/** One result, written once for however many it is sent to: each of these buffers is shared by all sockets that it goes to. */
export class LiveResult {
  readonly body: Buffer;
  readonly #frames = new Map<Framing, Buffer>();
  readonly #chunks = new Map<Framing, Buffer>();
  /** As the last operation of this id has it. Clients number their operations, so that most of them have the same. */
  #message: { readonly id: string; readonly frame: Buffer } | undefined;

  constructor(body: string | Buffer) {
    this.body = typeof body === 'string' ? Buffer.from(body) : body;
  }

  as(framing: Framing): Buffer {
    let frame = this.#frames.get(framing);
    if (!frame) this.#frames.set(framing, (frame = framing.result(this.body)));
    return frame;
  }

  /** The same as a chunk of an HTTP response. */
  asChunk(framing: Framing): Buffer {
    let chunk = this.#chunks.get(framing);
    if (!chunk) {
      const frame = this.as(framing);
      chunk = Buffer.concat([Buffer.from(`${frame.length.toString(16)}\r\n`), frame, CRLF]);
      this.#chunks.set(framing, chunk);
    }
    return chunk;
  }

  /** The WebSocket frame of a `next` message. */
  asMessage(id: string): Buffer {
    if (this.#message?.id !== id) this.#message = { id, frame: nextFrame(id, this.body) };
    return this.#message.frame;
  }
}

const CRLF = Buffer.from('\r\n');
const BRACE = Buffer.from('}');

/** The frame of graphql-transport-ws' `next` message with a result that is JSON already. */
export const nextFrame = (id: string, body: Buffer): Buffer =>
  textFrame(Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`), body, BRACE);
