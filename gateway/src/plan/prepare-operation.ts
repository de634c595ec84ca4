import {
  type DocumentNode,
  GraphQLError,
  type GraphQLObjectType,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { OperationAccess } from '../authorize/operation-access.ts';
import { gatewayError, withCode } from '../gateway-error.ts';
import { checkLimits, type OperationLimits } from '../limits/check-limits.ts';
import { OperationCost } from '../limits/operation-cost.ts';
import { LruMap } from '../lru-map.ts';
import { OperationVariants } from './operation-variants.ts';
import type { DecideOverride } from './override-labels.ts';
import type { LoadedSupergraph } from './supergraph.ts';

/** An operation that may run, given the right variables. */
export interface PreparedOperation {
  readonly text: string;
  /** As the client named it; undefined where it is the only one. */
  readonly operationName: string | undefined;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly rootType: GraphQLObjectType;
  /** Undefined when nobody is kept from anything of it. */
  readonly access: OperationAccess | undefined;
  readonly variants: OperationVariants;
  /** Labels of `@override` on which its plan may depend. */
  readonly overrideLabels: readonly string[];
  readonly cost: OperationCost;
}

/** Why an operation cannot run. */
export interface RefusedOperation {
  readonly errors: readonly GraphQLError[];
}

export interface PrepareOptions {
  readonly limits: OperationLimits;
  readonly introspection: boolean;
  readonly decideOverride?: DecideOverride;
  /** How many operations are remembered. */
  readonly capacity: number;
}

/** What a text is known by where it is not known by itself: an object that lives as long as the text is kept somewhere. */
export type DocumentIdentity = object;

/** A longer text is prepared each time: what nobody may send a second time should not fill the memory. */
const MAX_REMEMBERED_LENGTH = 64 * 1024;

/**
 * Parses, limits and validates an operation once, and remembers the outcome by its text. What a stored document
 * stands for is also remembered by that document, for as long as it is stored.
 */
export class OperationPreparer {
  readonly #supergraph: LoadedSupergraph;
  readonly #options: PrepareOptions;
  readonly #known: LruMap<string, PreparedOperation | RefusedOperation>;
  readonly #ofDocuments = new WeakMap<DocumentIdentity, Map<string | undefined, PreparedOperation>>();

  constructor(supergraph: LoadedSupergraph, options: PrepareOptions) {
    this.#supergraph = supergraph;
    this.#options = options;
    this.#known = new LruMap(options.capacity);
  }

  prepare(text: string, operationName: string | undefined, identity?: DocumentIdentity): PreparedOperation | RefusedOperation {
    if (!identity) return this.#byText(text, operationName);
    const prepared = this.#ofDocuments.get(identity)?.get(operationName);
    if (prepared) return prepared;
    const outcome = this.#byText(text, operationName);
    // Names that no operation has are not remembered, since a client can think of any number of them.
    if ('errors' in outcome) return outcome;
    const ofDocument = this.#ofDocuments.get(identity) ?? new Map<string | undefined, PreparedOperation>();
    this.#ofDocuments.set(identity, ofDocument.set(operationName, outcome));
    return outcome;
  }

  /** How many texts are remembered. */
  get size(): number {
    return this.#known.size;
  }

  /** What is remembered, with the document that it is remembered by, where it is one of these. */
  *prepared(documents: Iterable<DocumentIdentity>): IterableIterator<{ operation: PreparedOperation; identity?: DocumentIdentity }> {
    const seen = new Set<PreparedOperation>();
    for (const identity of documents) {
      for (const operation of this.#ofDocuments.get(identity)?.values() ?? []) {
        seen.add(operation);
        yield { operation, identity };
      }
    }
    for (const operation of this.#known.values()) if (!('errors' in operation) && !seen.has(operation)) yield { operation };
  }

  #byText(text: string, operationName: string | undefined): PreparedOperation | RefusedOperation {
    const key = `${operationName ?? ''}\n${text}`;
    let outcome = this.#known.get(key);
    if (outcome) return outcome;
    outcome = prepare(this.#supergraph, this.#options, text, operationName);
    if (key.length <= MAX_REMEMBERED_LENGTH) this.#known.set(key, outcome);
    return outcome;
  }
}

function prepare(
  supergraph: LoadedSupergraph,
  options: PrepareOptions,
  query: string,
  operationName: string | undefined,
): PreparedOperation | RefusedOperation {
  const document = parseLimited(query, options.limits.maxTokens);
  if (document instanceof GraphQLError) return { errors: [document] };
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    const message =
      operationName === undefined
        ? 'The document must hold exactly one operation, or operationName must choose one'
        : `There is no operation named "${operationName}"`;
    return { errors: [gatewayError('BAD_USER_INPUT', message)] };
  }
  const tooLarge = checkLimits(document, operation, options.limits);
  if (tooLarge) return { errors: [tooLarge] };
  const rules = options.introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const errors = validate(supergraph.apiSchema, document, rules, { maxErrors: 20 });
  if (errors.length > 0) {
    const shown = options.introspection ? errors : errors.map(withoutSuggestion);
    return { errors: shown.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) };
  }
  const touched = supergraph.access && new OperationAccess(supergraph.access, supergraph.apiSchema, document);
  const access = touched?.isOpen === false ? touched : undefined;
  const costOptions = { schema: supergraph.apiSchema, rules: supergraph.costs, listSize: options.limits.assumedListSize };
  return {
    text: query,
    operationName,
    document,
    operation,
    access,
    // Validation has seen that the schema has this root.
    rootType: supergraph.apiSchema.getRootType(operation.operation)!,
    overrideLabels: supergraph.overrideLabels.touchedBy(document),
    variants: new OperationVariants(supergraph, document, operation, access),
    cost: new OperationCost(costOptions, document, operation),
  };
}

function parseLimited(query: string, maxTokens: number): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens });
  } catch (error) {
    // A document may nest more deeply than the parser's own recursion goes.
    if (error instanceof RangeError) return gatewayError('OPERATION_TOO_LARGE', 'The document is nested too deeply');
    if (!(error instanceof GraphQLError)) throw error;
    const code = error.message.includes('Document contains more that') ? 'OPERATION_TOO_LARGE' : 'GRAPHQL_PARSE_FAILED';
    return withCode(error, code);
  }
}

/** A hint at similar names tells what introspection is meant to hide. */
function withoutSuggestion(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ ?Did you mean .*\?$/s, '');
  return new GraphQLError(message, { nodes: error.nodes, source: error.source, positions: error.positions });
}
