import { type DocumentNode, Kind, type OperationDefinitionNode, parse, print, type VariableDefinitionNode, visit } from 'graphql';
import type { SubgraphResult } from '../transport/subgraph-transport.ts';
import type { DataRecord } from './data.ts';

const REPRESENTATIONS = 'representations';

/** The name of the list of representations of the nth query among those that are sent as one. */
export const representationsName = (index: number): string => `${REPRESENTATIONS}_${index}`;

/** The name under which the nth query's entities come back. */
const entitiesName = (index: number): string => `entities_${index}`;

/** Makes one operation of several calls to `_entities`, which one client operation makes of one subgraph at one time. */
export function mergeEntityQueries(queries: readonly string[]): string {
  const variables = new Map<string, VariableDefinitionNode>();
  const selections = queries.flatMap((query, index) => {
    const operation = renamed(parse(query, { noLocation: true }), index);
    // Besides the representations, variables are the client's own, and mean the same in each.
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

function renamed(document: DocumentNode, index: number): OperationDefinitionNode {
  const [operation] = document.definitions;
  if (document.definitions.length !== 1 || operation?.kind !== Kind.OPERATION_DEFINITION)
    throw new Error('expected one operation and no fragments');
  return visit(operation, {
    Variable: (node) =>
      node.name.value === REPRESENTATIONS ? { ...node, name: { kind: Kind.NAME, value: representationsName(index) } } : undefined,
    Field: (node) => (node.name.value === '_entities' ? { ...node, alias: { kind: Kind.NAME, value: entitiesName(index) } } : undefined),
  });
}

/** What an answer to such an operation says to the nth query. */
export function partOfAnswer(result: SubgraphResult, data: DataRecord, index: number): SubgraphResult {
  const name = entitiesName(index);
  const errors = result.errors
    ?.filter(({ path }) => path?.[0] === name || (!path && index === 0))
    .map(({ message, extensions, path }) => ({ message, extensions, path: path && ['_entities', ...path.slice(1)] }));
  return { data: { _entities: data[name] }, errors };
}
