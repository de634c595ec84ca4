import type { FastifyRequest } from 'fastify';
import { type IncomingRequest, type Keyring, NonceMemory, type VerifiedRequest, verifyRequest } from '../auth/index.ts';
import { newTraceparent } from '../observability/index.ts';
import type { ContextOptions } from '../subgraph/domain-context.ts';
import { CallerRefused } from './refusals.ts';

/** The one caller that speaks for people; all others are domains, which ask by command only. */
const GATEWAY = 'gateway';
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Lets in what carries a good signature, once. Everything that a subgraph answers, but its health, stands behind it. */
export class SignatureGate {
  readonly #nonces = new NonceMemory();
  readonly #verified = new WeakMap<FastifyRequest, VerifiedRequest>();

  constructor(
    private readonly callee: string,
    private readonly keyring: Keyring,
  ) {}

  /** Checks a request and who may ask what. Throws SignatureRefused or CallerRefused. */
  admit(request: FastifyRequest): void {
    const body = Buffer.isBuffer(request.body) ? request.body : '';
    const path = request.raw.url ?? '';
    const verified = this.check({ callee: this.callee, method: request.method, path, body, headers: request.headers });
    if (verified.caller === GATEWAY ? path.startsWith('/commands/') : !path.startsWith('/commands/'))
      throw new CallerRefused(`${verified.caller} may not call this`);
    this.#verified.set(request, verified);
  }

  /** Checks the connection of subscriptions, whose signature comes in its first message. */
  admitConnection(parameters: Readonly<Record<string, unknown>> | undefined): VerifiedRequest {
    const headers = Object.fromEntries(
      Object.entries(parameters ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
    const verified = this.check({ callee: this.callee, method: 'GET', path: '/graphql', body: '', headers });
    if (verified.caller !== GATEWAY) throw new CallerRefused(`${verified.caller} may not subscribe`);
    return verified;
  }

  /** What the domain works with for an admitted request: who asks, until when, and the nonce that its transaction keeps. */
  contextOf(request: FastifyRequest): ContextOptions & { readonly traceparent: string } {
    const verified = this.#verified.get(request);
    if (!verified) throw new Error('a request passed the gate without being checked');
    const { viewer, nonce, deadlineAtMs } = verified;
    const given = request.headers.traceparent;
    const traceparent = typeof given === 'string' && TRACEPARENT.test(given) ? given : newTraceparent();
    return { viewer, nonce, deadlineAtMs, traceparent };
  }

  private check(incoming: IncomingRequest): VerifiedRequest {
    const verified = verifyRequest((id) => this.keyring.verificationKey(id), incoming);
    this.#nonces.use(verified.nonce);
    return verified;
  }
}
