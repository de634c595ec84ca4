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
import type { LoadedSupergraph } from './supergraph.ts';

/** An operation that may run, given the right variables. */
export interface PreparedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly rootType: GraphQLObjectType;
  /** Undefined when nobody is kept from anything of it. */
  readonly access: OperationAccess | undefined;
  readonly variants: OperationVariants;
  readonly cost: OperationCost;
}

/** Why an operation cannot run. */
export interface RefusedOperation {
  readonly errors: readonly GraphQLError[];
}

export interface PrepareOptions {
  readonly limits: OperationLimits;
  readonly introspection: boolean;
  /** How many operations are remembered. */
  readonly capacity: number;
}

/** What a text is known by where it is not known by itself: an object that lives as long as the text is kept somewhere. */
type DocumentIdentity = object;

export type PrepareOperation = (
  query: string,
  operationName: string | undefined,
  identity?: DocumentIdentity,
) => PreparedOperation | RefusedOperation;

/** A longer text is prepared each time: what nobody may send a second time should not fill the memory. */
const MAX_REMEMBERED_LENGTH = 64 * 1024;

/**
 * Parses, limits and validates an operation once, and remembers the outcome by its text. What a stored document
 * stands for is also remembered by that document, for as long as it is stored.
 */
export function operationPreparer(supergraph: LoadedSupergraph, options: PrepareOptions): PrepareOperation {
  const known = new LruMap<string, PreparedOperation | RefusedOperation>(options.capacity);
  const ofDocuments = new WeakMap<DocumentIdentity, Map<string | undefined, PreparedOperation>>();
  const byText: PrepareOperation = (query, operationName) => {
    const key = `${operationName ?? ''}\n${query}`;
    let outcome = known.get(key);
    if (outcome) return outcome;
    outcome = prepare(supergraph, options, query, operationName);
    if (key.length <= MAX_REMEMBERED_LENGTH) known.set(key, outcome);
    return outcome;
  };
  return (query, operationName, identity) => {
    if (!identity) return byText(query, operationName);
    const prepared = ofDocuments.get(identity)?.get(operationName);
    if (prepared) return prepared;
    const outcome = byText(query, operationName);
    // Names that no operation has are not remembered, since a client can think of any number of them.
    if ('errors' in outcome) return outcome;
    const ofDocument = ofDocuments.get(identity) ?? new Map<string | undefined, PreparedOperation>();
    ofDocuments.set(identity, ofDocument.set(operationName, outcome));
    return outcome;
  };
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
    document,
    operation,
    access,
    // Validation has seen that the schema has this root.
    rootType: supergraph.apiSchema.getRootType(operation.operation)!,
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
