import {
  type CallContext,
  type ForwardedRequest,
  type ForwardedResponse,
  type SubgraphRequest,
  type SubgraphResult,
  type SubgraphTransport,
  SubgraphUnavailable,
} from '@stoa/gateway/transport/subgraph-transport';
import { newTraceparent } from '@stoa/kit/observability';
import type { Domain } from '@stoa/kit/subgraph';

/** Reaches a subgraph that runs in this process: no network, no signature, the same viewer and the same answers. */
export class InProcessTransport implements SubgraphTransport {
  readonly endsOnSignal = true;

  constructor(
    private readonly name: string,
    /** Undefined while the domain is still opening, since the gateway listens before. */
    private readonly find: () => Domain | undefined,
  ) {}

  async execute(request: SubgraphRequest, context: CallContext): Promise<SubgraphResult> {
    const answer = this.domain().execute(request, optionsOf(context));
    return (await beforeAbort(answer, context.signal, this.name)) as SubgraphResult;
  }

  async *subscribe(request: SubgraphRequest, context: CallContext): AsyncGenerator<SubgraphResult> {
    const results = await this.domain().subscribe(request, optionsOf(context));
    if (!(Symbol.asyncIterator in results)) {
      yield results as SubgraphResult;
      return;
    }
    const iterator = results[Symbol.asyncIterator]();
    const end = (): void => void iterator.return?.();
    context.signal?.addEventListener('abort', end, { once: true });
    try {
      for (;;) {
        const next = await iterator.next();
        if (next.done) return;
        yield next.value as SubgraphResult;
      }
    } finally {
      context.signal?.removeEventListener('abort', end);
      await iterator.return?.();
    }
  }

  async forward(request: ForwardedRequest, context: CallContext): Promise<ForwardedResponse> {
    const url = new URL(request.path.slice('/routes'.length), 'http://subgraph');
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const { method, body } = request;
    const { viewer, traceparent } = optionsOf(context);
    const answer = this.domain().route({ method, path: url.pathname, query: url.searchParams, headers, body }, viewer, traceparent);
    const { status, headers: answered = {}, body: text = '' } = await beforeAbort(answer, context.signal, this.name);
    return { status, headers: answered, body: Buffer.from(text) };
  }

  private domain(): Domain {
    const domain = this.find();
    if (!domain) throw new SubgraphUnavailable('refused', `${this.name} does not run yet`);
    return domain;
  }
}

const optionsOf = ({ viewer, traceparent, deadlineAtMs }: CallContext) => ({
  viewer,
  traceparent: traceparent ?? newTraceparent(),
  deadlineAtMs,
});

/** What runs here cannot be cut off, but nobody has to wait for it past the deadline. */
function beforeAbort<T>(work: Promise<T>, signal: CallContext['signal'], name: string): Promise<T> {
  if (!signal) return work;
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(new SubgraphUnavailable('timeout', name));
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
