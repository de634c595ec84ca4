import type { ServerResponse } from 'node:http';
import type { GraphQLError } from 'graphql';
import type { Authenticated } from '../authenticate.ts';
import type { ReadyOperation } from '../execute/execute-operation.ts';
import type { Asker } from '../execute/request-scope.ts';
import type { Graph } from '../graph.ts';
import { reconnect } from './ending.ts';
import { type LiveClient, type LiveClients, type LivePlace, ownerOf } from './live-clients.ts';
import { whenProofEnds } from './proof-end.ts';
import type { Framing, LiveResult, Subscriber } from './subscriber.ts';
import { writeTogether } from './write-together.ts';

interface Follower {
  readonly asker: Asker;
  readonly authenticated: Authenticated;
  readonly address: string;
}

/** Sends a subscription's results as the response, until they, the client or its token end. */
export function streamSubscription(
  response: ServerResponse,
  framing: Framing,
  { graph, clients }: { readonly graph: Graph; readonly clients: LiveClients },
  ready: ReadyOperation,
  { asker, authenticated, address }: Follower,
): void {
  const stream = new HttpStream(response, framing, clients);
  const place = clients.enter(stream, ownerOf(authenticated, address));
  if ('message' in place) return stream.end(place);
  stream.begin(place, authenticated, () => graph.subscribe(ready, asker, stream));
}

/** Sends what needs no stream in the form that the client expects of one. */
export function sendAsStream(response: ServerResponse, framing: Framing, body: string | Buffer): void {
  writeHead(response, framing);
  response.write(framing.result(Buffer.from(body)));
  response.end(framing.ending(undefined));
}

function writeHead(response: ServerResponse, { contentType }: Framing): void {
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-cache', 'x-accel-buffering': 'no' });
}

/** One response that results are written to. What waits in the socket is all that waits for its client. */
class HttpStream implements Subscriber, LiveClient {
  readonly #response: ServerResponse;
  readonly #framing: Framing;
  readonly #clients: LiveClients;
  #isOver = false;
  #takenBytes = -1;
  #cleanUp: (() => void)[] = [];

  constructor(response: ServerResponse, framing: Framing, clients: LiveClients) {
    this.#response = response;
    this.#framing = framing;
    this.#clients = clients;
    writeHead(response, framing);
    response.write(framing.opening);
  }

  begin(place: LivePlace, authenticated: Authenticated, subscribe: () => () => void): void {
    const refused = place.subscribe();
    const forget = whenProofEnds(authenticated, (error) => this.end(error));
    this.#response.once('close', () => this.#leave());
    this.#whenOver(forget);
    if (refused) this.end(refused);
    else this.#whenOver(subscribe());
    // The place is kept until the client has taken what it was sent, since until then it costs memory.
    this.#response.once('close', () => place.leave());
  }

  next(results: readonly LiveResult[]): void {
    if (this.#isOver) return;
    if (this.#response.writableLength > this.#clients.limits.maxWaitingBytes) return this.end(this.#clients.tooSlow());
    this.#write(results);
  }

  /** Straight into the socket where that is what Node would do, which would write the head of each chunk by itself. */
  #write(results: readonly LiveResult[]): void {
    const { socket, chunkedEncoding } = this.#response;
    const framing = this.#framing;
    if (!socket || !chunkedEncoding) for (const result of results) this.#response.write(result.as(framing));
    else
      writeTogether(
        socket,
        results.map((result) => result.asChunk(framing)),
      );
  }

  end(error?: GraphQLError): void {
    if (this.#isOver) return;
    this.#leave();
    this.#response.end(this.#framing.ending(error));
  }

  beat(): void {
    const { socket, writableLength } = this.#response;
    const taken = (socket?.bytesWritten ?? 0) - writableLength;
    if (writableLength > 0 && taken === this.#takenBytes) return void this.#response.destroy();
    this.#takenBytes = taken;
    if (!this.#isOver && writableLength === 0) this.#response.write(this.#framing.heartbeat);
  }

  drain(): void {
    this.end(reconnect());
  }

  #whenOver(task: () => void): void {
    if (this.#isOver) task();
    else this.#cleanUp.push(task);
  }

  #leave(): void {
    this.#isOver = true;
    for (const task of this.#cleanUp.splice(0)) task();
  }
}
