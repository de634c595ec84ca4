import type { GraphQLError } from 'graphql';

/** Where the results of one subscription go: one client's stream, or one operation on a client's socket. Neither call throws or waits. */
export interface Subscriber {
  next(result: LiveResult): void;
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

/** One result, framed once for however many it is sent to. */
export class LiveResult {
  readonly body: Buffer;
  readonly #frames = new Map<Framing, Buffer>();

  constructor(body: string | Buffer) {
    this.body = typeof body === 'string' ? Buffer.from(body) : body;
  }

  as(framing: Framing): Buffer {
    let frame = this.#frames.get(framing);
    if (!frame) this.#frames.set(framing, (frame = framing.result(this.body)));
    return frame;
  }
}
