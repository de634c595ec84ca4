import type { GraphQLError } from 'graphql';
import type { Variables } from './execute/conditions.ts';
import { coerceVariables, executeOperation, type OperationResult } from './execute/execute-operation.ts';
import { RequestScope, type Asker, type ExecutionEnvironment } from './execute/request-scope.ts';
import { gatewayError } from './gateway-error.ts';
import type { OperationRequest } from './execute/operation-request.ts';
import { operationPreparer, type PreparedOperation, type PrepareOperation, type PrepareOptions } from './plan/prepare-operation.ts';
import type { LoadedSupergraph } from './plan/supergraph.ts';
import { subscribeOperation } from './subscribe/subscribe-operation.ts';

/** An operation that may run: planned, its variables coerced. */
export interface ReadyOperation {
  readonly prepared: PreparedOperation;
  readonly variables: Variables;
}

/** The federated graph as one thing that operations run on, whatever brings them. */
export class Graph {
  readonly #prepare: PrepareOperation;

  constructor(
    readonly supergraph: LoadedSupergraph,
    readonly environment: ExecutionEnvironment,
    prepareOptions: PrepareOptions,
    /** So long a query or mutation may take. */
    readonly timeoutMs: number,
  ) {
    this.#prepare = operationPreparer(supergraph, prepareOptions);
  }

  /** Everything that can be refused before anything runs. */
  ready({ query, operationName, variables }: OperationRequest): ReadyOperation | readonly GraphQLError[] {
    const prepared = this.#prepared(query, operationName);
    if ('errors' in prepared) return prepared.errors;
    const coerced = coerceVariables(this.supergraph.apiSchema, prepared, variables);
    return isErrors(coerced) ? coerced : { prepared, variables: coerced };
  }

  #prepared(query: string, operationName: string | undefined): ReturnType<PrepareOperation> {
    try {
      return this.#prepare(query, operationName);
    } catch (err) {
      this.environment.log.error({ err, operationName }, 'an operation could not be planned');
      return { errors: [gatewayError('INTERNAL_SERVER_ERROR', 'The operation could not be planned')] };
    }
  }

  /** Runs a query or a mutation. When `signal` is aborted a query is given up; a mutation that has begun goes on. */
  async execute({ prepared, variables }: ReadyOperation, asker: Asker, signal?: AbortSignal): Promise<OperationResult> {
    const scope = new RequestScope(this.environment, asker.viewer, asker.traceparent, Date.now() + this.timeoutMs);
    const giveUp = (): void => scope.end('aborted');
    if (prepared.operation.operation === 'query') signal?.addEventListener('abort', giveUp, { once: true });
    try {
      return await executeOperation(this.supergraph, prepared, variables, scope);
    } finally {
      signal?.removeEventListener('abort', giveUp);
      scope.finish();
    }
  }

  /** Runs a subscription; ending the iteration ends it upstream. */
  subscribe({ prepared, variables }: ReadyOperation, asker: Asker): AsyncIterableIterator<OperationResult> {
    return subscribeOperation(this, prepared, variables, asker);
  }
}

export function isErrors(value: object): value is readonly GraphQLError[] {
  return Array.isArray(value);
}
