import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  validate,
} from 'graphql';
import type { DomainContext } from '../use-case/context.ts';
import { BoundedDocuments } from './bounded-documents.ts';
import { formatError } from './format-error.ts';

export interface GraphRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown> | null;
  readonly operationName?: string | null;
}

export interface GraphResult {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** Runs operations on one schema in process; each operation text is parsed and validated once. */
export class GraphExecutor {
  /** For whoever takes operations on another way, too. */
  readonly documents = new BoundedDocuments();
  readonly #valid = new WeakSet<DocumentNode>();

  constructor(private readonly schema: GraphQLSchema) {}

  async execute(request: GraphRequest, context: DomainContext): Promise<GraphResult> {
    const document = this.document(request);
    if (document instanceof Failure) return document.result(context);
    const result = await execute({ schema: this.schema, document, contextValue: context, ...variablesOf(request) });
    return withChanges(masked(result, context), context);
  }

  /** A stream of results, or one result that says why there is none. */
  async subscribe(request: GraphRequest, context: () => DomainContext): Promise<AsyncIterable<GraphResult> | GraphResult> {
    const document = this.document(request);
    if (document instanceof Failure) return document.result(context());
    const opening = context();
    const source = await createSourceEventStream({ schema: this.schema, document, contextValue: opening, ...variablesOf(request) });
    if (!(Symbol.asyncIterator in source)) return masked(source, opening);
    // Each event is executed in a context of its own: loaders and reads of one event must not serve the next.
    return eachOf(source, async (rootValue) => {
      const contextValue = context();
      const result = await execute({ schema: this.schema, document, rootValue, contextValue, ...variablesOf(request) });
      return masked(result, contextValue);
    });
  }

  private document({ query, variables }: GraphRequest): DocumentNode | Failure {
    const document = this.documents.parse(query);
    if (document instanceof GraphQLError) return new Failure([document]);
    const refused = this.documents.refusedVariables(variables);
    if (refused) return new Failure([refused]);
    if (this.#valid.has(document)) return document;
    const errors = validate(this.schema, document, undefined, { maxErrors: 5 });
    if (errors.length > 0) return new Failure(errors.map((error) => new GraphQLError(error.message, { ...error, extensions: INVALID })));
    this.#valid.add(document);
    return document;
  }
}

/**
 * What becomes of each event of a source. No generator: one that waits for the next event hears of no `return`, and would keep a
 * subscriber's listener after they have left.
 */
function eachOf<T, R>(source: AsyncIterable<T>, resultOf: (event: T) => Promise<R>): AsyncIterableIterator<R> {
  const events = source[Symbol.asyncIterator]();
  return {
    next: async () => {
      const { value, done } = await events.next();
      return done ? { value: undefined, done: true } : { value: await resultOf(value), done: false };
    },
    return: async () => {
      await events.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

const INVALID = { code: 'GRAPHQL_VALIDATION_FAILED' };

class Failure {
  constructor(private readonly errors: readonly GraphQLError[]) {}

  result(context: DomainContext): GraphResult {
    return { errors: this.errors.map((error) => formatError(error, context.log, context.traceparent)) };
  }
}

const variablesOf = (request: GraphRequest) => ({
  variableValues: request.variables ?? null,
  operationName: request.operationName ?? null,
});

/** Says beside the answer what has changed, for the gateway that keeps answers; clients are not shown it. */
export function withChanges<R extends object>(result: R, { changes }: DomainContext): R {
  return changes.report ? { ...result, extensions: { changed: changes.report } } : result;
}

function masked(result: ExecutionResult, context: DomainContext): GraphResult {
  if (!result.errors) return result as GraphResult;
  return { ...result, errors: result.errors.map((error) => formatError(error, context.log, context.traceparent)) } as GraphResult;
}
