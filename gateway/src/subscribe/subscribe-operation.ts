import { GraphQLError } from 'graphql';
import { executeEvent, type OperationResult, type ReadyOperation } from '../execute/execute-operation.ts';
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
 */
export function subscribeOperation(host: EventHost, ready: ReadyOperation, asker: Asker): AsyncIterableIterator<OperationResult> {
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
): AsyncGenerator<OperationResult, undefined, undefined> {
  const { environment, supergraph, timeoutMs } = host;
  const { service, query, operationName, variableNames } = ready.variant.plan.primary!;
  const { variables } = ready;
  const used = usedVariables(variableNames, variables);
  const request: SubgraphRequest = { query, operationName, variables: used, operationKind: 'subscription' };
  const upstream = open(host, service, request, asker, signal);
  const stopped = new Promise<'stopped'>((resolve) => signal.addEventListener('abort', () => resolve('stopped'), { once: true }));
  try {
    for (;;) {
      const event = await Promise.race([upstream.next(), stopped]);
      if (event === 'stopped' || event.done) return undefined;
      const scope = new RequestScope(environment, asker.viewer, asker.traceparent, Date.now() + timeoutMs);
      try {
        const result = await executeEvent(supergraph, ready, scope, event.value);
        host.separateReads();
        yield result.read();
      } finally {
        scope.finish();
      }
    }
  } catch (thrown) {
    if (!signal.aborted) yield { errors: [endingError(host, service, asker, thrown)] };
    return undefined;
  } finally {
    void upstream.return?.()?.catch?.(() => undefined);
  }
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
