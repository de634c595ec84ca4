import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import type { DomainContext } from '../use-case/context.ts';
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

const MAX_DOCUMENTS = 1_000;

/** Runs operations on one schema in process; each operation text is parsed and validated once. */
export class GraphExecutor {
  #documents = new Map<string, DocumentNode>();

  constructor(private readonly schema: GraphQLSchema) {}

  async execute(request: GraphRequest, context: DomainContext): Promise<GraphResult> {
    const document = this.document(request.query);
    if (document instanceof Failure) return document.result(context);
    const result = await execute({ schema: this.schema, document, contextValue: context, ...variablesOf(request) });
    return withChanges(masked(result, context), context);
  }

  /** A stream of results, or one result that says why there is none. */
  async subscribe(request: GraphRequest, context: () => DomainContext): Promise<AsyncIterable<GraphResult> | GraphResult> {
    const document = this.document(request.query);
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

  private document(query: string): DocumentNode | Failure {
    const known = this.#documents.get(query);
    if (known) return known;
    try {
      const document = parse(query, { maxTokens: 15_000 });
      const errors = validate(this.schema, document, undefined, { maxErrors: 5 });
      if (errors.length > 0) return new Failure('GRAPHQL_VALIDATION_FAILED', errors);
      if (this.#documents.size >= MAX_DOCUMENTS) this.#documents.delete(this.#documents.keys().next().value!);
      this.#documents.set(query, document);
      return document;
    } catch (error) {
      return new Failure('GRAPHQL_PARSE_FAILED', [error as GraphQLError]);
    }
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

class Failure {
  constructor(
    private readonly code: string,
    private readonly errors: readonly GraphQLError[],
  ) {}

  result(context: DomainContext): GraphResult {
    const coded = this.errors.map((error) => new GraphQLError(error.message, { ...error, extensions: { code: this.code } }));
    return { errors: coded.map((error) => formatError(error, context.log, context.traceparent)) };
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
