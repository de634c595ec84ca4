import type { GraphQLError } from 'graphql';
import {
  coerceVariables,
  executeOperation,
  type OperationResult,
  type ReadyOperation,
  type WrittenResult,
} from './execute/execute-operation.ts';
import type { OperationRequest } from './execute/operation-request.ts';
import { type Asker, type ExecutionEnvironment, RequestScope } from './execute/request-scope.ts';
import { type Read, SharedReads } from './execute/shared-reads.ts';
import { gatewayError } from './gateway-error.ts';
import { operationPreparer, type PreparedOperation, type PrepareOperation, type PrepareOptions } from './plan/prepare-operation.ts';
import type { LoadedSupergraph } from './plan/supergraph.ts';
import { subscribeOperation } from './subscribe/subscribe-operation.ts';

/** The federated graph as one thing that operations run on, whatever brings them. */
export class Graph {
  readonly #prepare: PrepareOperation;
  readonly #reads = new SharedReads<PreparedOperation, WrittenResult>();

  constructor(
    readonly supergraph: LoadedSupergraph,
    readonly environment: ExecutionEnvironment,
    prepareOptions: PrepareOptions,
    /** So long a query or mutation may take. */
    readonly timeoutMs: number,
    /** Whether equal queries of one viewer that are under way at the same time are run once. */
    readonly coalescing = false,
  ) {
    this.#prepare = operationPreparer(supergraph, prepareOptions);
  }

  /** Everything that can be refused before anything runs. */
  ready({ query, operationName, variables }: OperationRequest): ReadyOperation | readonly GraphQLError[] {
    const prepared = this.#prepare(query, operationName);
    if ('errors' in prepared) return prepared.errors;
    const coerced = coerceVariables(this.supergraph.apiSchema, prepared, variables);
    if (isErrors(coerced)) return coerced;
    try {
      return { prepared, variables: coerced, variant: prepared.variants.for(coerced) };
    } catch (err) {
      this.environment.log.error({ err, query }, 'an operation could not be planned');
      return [gatewayError('INTERNAL_SERVER_ERROR', 'The operation could not be planned')];
    }
  }

  /** Runs a query or a mutation. When `signal` is aborted a query is given up; a mutation that has begun goes on. */
  async execute(ready: ReadyOperation, asker: Asker, signal?: AbortSignal): Promise<OperationResult> {
    return (await this.answer(ready, asker, signal)).read();
  }

  /** The same, for whoever only passes the answer on. */
  async answer(ready: ReadyOperation, asker: Asker, signal?: AbortSignal): Promise<WrittenResult> {
    const isQuery = ready.prepared.operation.operation === 'query';
    if (isQuery && this.coalescing) {
      // The viewer is all that subgraphs are told of who asks; whose trace the read belongs to changes no answer.
      const key = `${JSON.stringify(asker.viewer)}\n${JSON.stringify(ready.variables)}`;
      return this.#reads.join(ready.prepared, key, () => this.#begin(ready, asker), signal);
    }
    const { answer, giveUp } = this.#begin(ready, asker);
    if (isQuery) signal?.addEventListener('abort', giveUp, { once: true });
    return isQuery ? answer : answer.finally(() => this.separateReads());
  }

  /** Reads that have begun will not answer what is asked from now on. */
  separateReads(): void {
    this.#reads.separate();
  }

  #begin(ready: ReadyOperation, asker: Asker): Read<WrittenResult> {
    const scope = new RequestScope(this.environment, asker.viewer, asker.traceparent, Date.now() + this.timeoutMs);
    const answer = executeOperation(this.supergraph, ready, scope).finally(() => scope.finish());
    return { answer, giveUp: () => scope.end('aborted') };
  }

  /** Runs a subscription; ending the iteration ends it upstream. */
  subscribe(ready: ReadyOperation, asker: Asker): AsyncIterableIterator<OperationResult> {
    return subscribeOperation(this, ready, asker);
  }
}

export function isErrors(value: object): value is readonly GraphQLError[] {
  return Array.isArray(value);
}
