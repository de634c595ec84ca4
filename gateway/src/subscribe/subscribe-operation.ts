import { GraphQLError } from 'graphql';
import { executeEvent, type ReadyOperation, type WrittenResult } from '../execute/execute-operation.ts';
import { type Asker, type ExecutionEnvironment, RequestScope } from '../execute/request-scope.ts';
import { usedVariables } from '../execute/request-text.ts';
import { failureFromThrown } from '../execute/subgraph-failure.ts';
import type { LoadedSupergraph } from '../plan/supergraph.ts';
import type { SubgraphRequest, SubgraphResult } from '../transport/subgraph-transport.ts';

/** What events are completed with. */
export interface EventHost {
  readonly supergraph: LoadedSupergraph;
  readonly environment: ExecutionEnvironment;
  /** So long the completion of one event may take. */
  readonly timeoutMs: number;
  /** A client is about to hear of something new, so what it reads next must not be older. */
  separateReads(): void;
}

/**
 * Runs the plan's `primary` in its subgraph and completes each event with the plan's rest.
 * One event is completed at a time and only when the reader asks, so a slow reader costs no more than the events that wait.
 * Rejects with a GraphQL error when it ends before its time.
 */
export function subscribeOperation(host: EventHost, ready: ReadyOperation, asker: Asker): AsyncIterableIterator<WrittenResult> {
  const controller = new AbortController();
  const results = completedEvents(host, ready, asker, controller.signal);
  return {
    next: () => results.next(),
    async return() {
      // A generator that waits for its upstream cannot be told to return, hence the signal.
      controller.abort();
      void results.return(undefined);
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* completedEvents(
  host: EventHost,
  ready: ReadyOperation,
  asker: Asker,
  signal: AbortSignal,
): AsyncGenerator<WrittenResult, undefined, undefined> {
  const { environment, supergraph, timeoutMs } = host;
  const { service, query, operationName, variableNames } = ready.variant.plan.primary!;
  const { variables } = ready;
  const used = usedVariables(variableNames, variables);
  const request: SubgraphRequest = { query, operationName, variables: used, operationKind: 'subscription' };
  const upstream = open(host, service, request, asker, signal);
  try {
    for (;;) {
      const event = await nextOrAborted(upstream, signal);
      if (!event || event.done) return undefined;
      const scope = new RequestScope(environment, asker.viewer, asker.traceparent, Date.now() + timeoutMs);
      try {
        const result = await executeEvent(supergraph, ready, scope, event.value);
        host.separateReads();
        yield result;
      } finally {
        scope.finish();
      }
    }
  } catch (thrown) {
    if (signal.aborted) return undefined;
    throw endingError(host, service, asker, thrown);
  } finally {
    void upstream.return?.()?.catch?.(() => undefined);
  }
}

/** Undefined once aborted, also where the transport ignores that. One race against a promise for all events would keep each of them. */
function nextOrAborted<Item>(items: AsyncIterator<Item>, signal: AbortSignal): Promise<IteratorResult<Item> | undefined> {
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(undefined);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    items
      .next()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}

function open(
  host: EventHost,
  service: string,
  request: SubgraphRequest,
  asker: Asker,
  signal: AbortSignal,
): AsyncIterator<SubgraphResult> {
  const transport = host.environment.transports.get(service);
  if (!transport) throw new Error(`no transport for ${service}`);
  return transport.subscribe(request, { viewer: asker.viewer, traceparent: asker.traceparent, signal })[Symbol.asyncIterator]();
}

/** Why the stream ends before its time; errors made for clients pass as they are. */
function endingError(host: EventHost, service: string, asker: Asker, thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  const failure = failureFromThrown(service, thrown, new RequestScope(host.environment, asker.viewer, asker.traceparent, undefined));
  return new GraphQLError(failure.message, { extensions: failure.extensions });
}
