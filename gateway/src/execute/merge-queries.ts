import { type DocumentNode, Kind, type OperationDefinitionNode, parse, print, type VariableDefinitionNode, visit } from 'graphql';
import type { SubgraphResult } from '../transport/subgraph-transport.ts';
import type { DataRecord } from './data.ts';

const REPRESENTATIONS = 'representations';

/** One of the queries that are sent as one. */
export interface MergedQuery {
  readonly query: string;
  /** Besides the representations, those that mean something else in each query. */
  readonly ownVariables: ReadonlySet<string> | undefined;
}

/** The name of a variable of the nth query among those that are sent as one, where each has its own. */
export const variableName = (name: string, index: number): string => `${name}_${index}`;

/** The name under which the nth query's entities come back. */
const entitiesName = (index: number): string => `entities_${index}`;

/** Makes one operation of several calls to `_entities`, which one client operation makes of one subgraph at one time. */
export function mergeEntityQueries(queries: readonly MergedQuery[]): string {
  const variables = new Map<string, VariableDefinitionNode>();
  const selections = queries.flatMap(({ query, ownVariables }, index) => {
    const operation = renamed(parse(query, { noLocation: true }), index, ownVariables);
    // All other variables are the client's own, and mean the same in each.
    for (const definition of operation.variableDefinitions ?? []) variables.set(definition.variable.name.value, definition);
    return operation.selectionSet.selections;
  });
  return print({
    kind: Kind.OPERATION_DEFINITION,
    operation: 'query' as OperationDefinitionNode['operation'],
    variableDefinitions: [...variables.values()],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  });
}

function renamed(document: DocumentNode, index: number, ownVariables: ReadonlySet<string> | undefined): OperationDefinitionNode {
  const [operation] = document.definitions;
  if (document.definitions.length !== 1 || operation?.kind !== Kind.OPERATION_DEFINITION)
    throw new Error('expected one operation and no fragments');
  return visit(operation, {
    Variable: ({ name: { value }, ...node }) =>
      value === REPRESENTATIONS || ownVariables?.has(value)
        ? { ...node, name: { kind: Kind.NAME, value: variableName(value, index) } }
        : undefined,
    Field: (node) => (node.name.value === '_entities' ? { ...node, alias: { kind: Kind.NAME, value: entitiesName(index) } } : undefined),
  });
}

/** What an answer to such an operation says to the nth query. */
export function partOfAnswer(result: SubgraphResult, data: DataRecord, index: number): SubgraphResult {
  const name = entitiesName(index);
  const errors = result.errors
    ?.filter(({ path }) => path?.[0] === name || (!path && index === 0))
    .map(({ message, extensions, path }) => ({ message, extensions, path: path && ['_entities', ...path.slice(1)] }));
  return { data: { _entities: data[name] }, errors, cacheControl: result.cacheControl };
}
