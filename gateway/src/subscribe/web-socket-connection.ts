import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type { WebSocket } from 'ws';
import type { Authenticated } from '../authenticate.ts';
import type { ReadyOperation } from '../execute/execute-operation.ts';
import { readOperationRequest } from '../execute/operation-request.ts';
import type { Asker } from '../execute/request-scope.ts';
import type { GatewayFigures } from '../figures/gateway-figures.ts';
import type { ObservedRequest } from '../figures/observed-request.ts';
import { type CurrentGraph, type Graph, isErrors, type Readiness } from '../graph.ts';
import { clientName } from '../http/client-name.ts';
import { viewerFor } from '../http/viewer-for.ts';
import type { Identify } from '../identify.ts';
import type { AddressOf } from '../rates/client-address.ts';
import type { RateLimits } from '../rates/rate-limits.ts';
import { Cancellation } from '../transport/cancellation.ts';
import { tooManySubscriptions } from './ending.ts';
import { type LiveClient, type LiveClients, type LivePlace, ownerOf } from './live-clients.ts';
import { whenProofEnds } from './proof-end.ts';
import { nextFrame } from './subscriber.ts';
import { type ClientMessage, type Closing, closing, readMessage } from './transport-messages.ts';
import { writeTogether } from './write-together.ts';

export interface ConnectionOptions {
  readonly graphs: CurrentGraph;
  readonly identify: Identify;
  readonly clients: LiveClients;
  readonly rates: RateLimits | undefined;
  readonly figures: GatewayFigures;
  readonly addressOf: AddressOf;
}

/** A client that has opened a socket has so long to say who it is. */
const INIT_TIMEOUT_MS = 3_000;

/** One client's graphql-transport-ws. The viewer is whoever `connection_init` proves to be, until that token expires. */
export class WebSocketConnection implements LiveClient {
  readonly #socket: WebSocket;
  readonly #request: IncomingMessage;
  readonly #options: ConnectionOptions;
  /** How to stop each operation under way. */
  readonly #operations = new Map<string, () => void>();
  #isInitialised = false;
  #authenticated: Authenticated | undefined;
  #place: LivePlace | undefined;
  readonly #initTimer: NodeJS.Timeout;
  #forgetProof: (() => void) | undefined;
  #isAlive = true;

  constructor(socket: WebSocket, request: IncomingMessage, options: ConnectionOptions) {
    this.#socket = socket;
    this.#request = request;
    this.#options = options;
    this.#initTimer = setTimeout(() => this.#close(closing.initTimeout), INIT_TIMEOUT_MS).unref();
    socket.on('message', (data) => this.#receive(String(data)));
    socket.on('pong', () => (this.#isAlive = true));
    // What went wrong is told by the close that follows.
    socket.on('error', () => undefined);
    socket.once('close', () => this.#closed());
  }

  beat(): void {
    if (!this.#isAlive) return this.#socket.terminate();
    this.#isAlive = false;
    this.#socket.ping();
  }

  drain(): void {
    this.#close(closing.restart);
  }

  #receive(text: string): void {
    const message = readMessage(text);
    if (!message) return this.#close(closing.badMessage);
    if (message.type === 'connection_init') void this.#initialise(message.payload ?? {});
    else if (message.type === 'ping') this.#send(JSON.stringify({ type: 'pong', payload: message.payload }));
    else if (message.type === 'complete') this.#finish(message.id);
    else if (message.type === 'subscribe') this.#subscribe(message).catch(() => this.#close(closing.failed));
  }

  async #initialise(payload: Readonly<Record<string, unknown>>): Promise<void> {
    if (this.#isInitialised) return this.#close(closing.secondInit);
    this.#isInitialised = true;
    clearTimeout(this.#initTimer);
    // A server sends its key as it does by HTTP; what cannot set headers has the payload.
    const { authorization, 'x-api-key': key = this.#request.headers['x-api-key'] } = payload;
    if (authorization !== undefined && typeof authorization !== 'string') return this.#close(closing.forbidden);
    let authenticated: Authenticated;
    try {
      authenticated = await this.#options.identify({ authorization, 'x-api-key': key });
    } catch (error) {
      const isBad = error instanceof GraphQLError && error.extensions['code'] !== 'SERVICE_UNAVAILABLE';
      return this.#close(isBad ? closing.forbidden : closing.tryAgain);
    }
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const { clients } = this.#options;
    const place = clients.enter(this, ownerOf(authenticated, this.#options.addressOf(this.#request)));
    if ('message' in place) return this.#close(clients.isDraining ? closing.restart : closing.tooManyConnections);
    this.#place = place;
    this.#authenticated = authenticated;
    this.#forgetProof = whenProofEnds(authenticated, () => this.#close(closing.expired));
    this.#send('{"type":"connection_ack"}');
  }

  async #subscribe({ id, payload }: ClientMessage & { type: 'subscribe' }): Promise<void> {
    if (!this.#authenticated) return this.#close(closing.unauthorized);
    if (this.#operations.has(id)) return this.#close({ code: 4409, reason: `Subscriber for ${id.slice(0, 60)} already exists` });
    const limit = this.#options.clients.limits.maxSubscriptionsPerConnection;
    if (this.#operations.size >= limit) return this.#refuse(id, [tooManySubscriptions(limit)]);
    const pending = (): void => undefined;
    this.#operations.set(id, pending);
    const graph = this.#options.graphs.current;
    const observed = this.#options.figures.request(this.#request.headers);
    const ready = await this.#ready(graph, payload, this.#authenticated, observed);
    if (isErrors(ready)) observed.refused(ready[0]);
    // The client may have completed it meanwhile, or have gone.
    if (this.#operations.get(id) !== pending) return;
    this.#operations.delete(id);
    if (isErrors(ready)) return this.#refuse(id, ready);
    const viewer = viewerFor(ready, this.#authenticated.viewer, this.#request, this.#options.addressOf);
    const asker = { viewer, traceparent: observed.traceparent };
    if (ready.prepared.operation.operation === 'subscription') {
      observed.answered(ready.prepared, []);
      this.#follow(id, graph, ready, asker);
    } else observed.answered(ready.prepared, await this.#answer(id, graph, ready, asker));
  }

  #ready(graph: Graph, payload: unknown, authenticated: Authenticated, observed: ObservedRequest): Readiness | Promise<Readiness> {
    const operation = readOperationRequest(payload, clientName(this.#request.headers));
    if (operation instanceof GraphQLError) return [operation];
    observed.claim(operation.client);
    observed.prove(authenticated.partner?.name);
    const { rates } = this.#options;
    const prepare = () => observed.prepare(() => graph.ready(operation, authenticated));
    return rates?.accountOf(this.#request, authenticated)?.ready(prepare) ?? prepare();
  }

  async #answer(id: string, graph: Graph, ready: ReadyOperation, asker: Asker): Promise<readonly GraphQLError[]> {
    const gone = new Cancellation();
    this.#operations.set(id, () => gone.abort());
    const { body, errors } = await graph.answer(ready, asker, gone);
    if (gone.aborted) return errors;
    this.#operations.delete(id);
    this.#write(nextFrame(id, Buffer.from(body)));
    this.#send(JSON.stringify({ id, type: 'complete' }));
    return errors;
  }

  #follow(id: string, graph: Graph, ready: ReadyOperation, asker: Asker): void {
    const place = this.#place!;
    const refused = place.subscribe();
    if (refused) return this.#refuse(id, [refused]);
    let leave: (() => void) | undefined;
    let isOver = false;
    const stop = (): void => {
      isOver = true;
      place.unsubscribe();
      leave?.();
    };
    const end = (error?: GraphQLError): void => {
      if (isOver) return;
      this.#finish(id);
      if (error) this.#send(JSON.stringify({ id, type: 'next', payload: { errors: [error] } }));
      this.#send(JSON.stringify({ id, type: 'complete' }));
    };
    const { maxWaitingBytes } = this.#options.clients.limits;
    this.#operations.set(id, stop);
    leave = graph.subscribe(ready, asker, {
      next: (results) => {
        if (isOver) return;
        if (this.#socket.bufferedAmount > maxWaitingBytes) end(this.#options.clients.tooSlow());
        else this.#write(...results.map((result) => result.asMessage(id)));
      },
      end,
    });
    if (isOver) leave();
  }

  /** The operation is over, whoever ended it. */
  #finish(id: string): void {
    const stop = this.#operations.get(id);
    this.#operations.delete(id);
    stop?.();
  }

  #refuse(id: string, errors: readonly GraphQLError[]): void {
    this.#send(JSON.stringify({ id, type: 'error', payload: errors }));
  }

  #send(message: string): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(message);
  }

  /** Past the library, which would write the head of each frame by itself. Nothing is compressed, so it never holds anything back. */
  #write(...frames: readonly Buffer[]): void {
    if (this.#socket.readyState === this.#socket.OPEN) writeTogether(this.#request.socket, frames);
  }

  #close({ code, reason }: Closing): void {
    this.#socket.close(code, reason);
  }

  #closed(): void {
    clearTimeout(this.#initTimer);
    this.#forgetProof?.();
    for (const id of [...this.#operations.keys()]) this.#finish(id);
    this.#place?.leave();
  }
}
