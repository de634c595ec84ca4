import {
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { FetchStep } from './compile-plan.ts';
import { lazyFetchShape } from './fetch-shape.ts';
import { requestHead } from './request-text.ts';
import { nextStepId } from './step-id.ts';

/** Made when something fails, and then most likely again and again until it is mended. */
const known = new WeakMap<FetchStep, Map<string, FetchStep | undefined>>();

/** The same fetch of entities without some of their fields; undefined when nothing is left to ask. */
export function withoutFields(step: FetchStep, names: ReadonlySet<string>): FetchStep | undefined {
  let partial = known.get(step);
  if (!partial) known.set(step, (partial = new Map()));
  const key = [...names].sort().join();
  if (!partial.has(key)) partial.set(key, build(step, names));
  return partial.get(key);
}

function build(step: FetchStep, names: ReadonlySet<string>): FetchStep | undefined {
  const operation = parse(step.query, { noLocation: true }).definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const entities = operation?.selectionSet.selections.find((node) => node.kind === Kind.FIELD && node.name.value === '_entities');
  if (entities?.kind !== Kind.FIELD || !entities.selectionSet || !operation) return undefined;
  const selectionSet = prune(entities.selectionSet, names);
  if (!selectionSet) return undefined;
  const query = print(withUsedVariables(operation, { ...entities, selectionSet }));
  return {
    ...step,
    id: nextStepId(),
    query,
    head: requestHead(query, step.operationName),
    variableNames: step.variableNames.filter((name) => new RegExp(`\\$${name}\\b`).test(query)),
    shape: lazyFetchShape(query),
  };
}

/** Undefined when nothing remains but the name of the type, which is known already. */
function prune(selectionSet: SelectionSetNode, names: ReadonlySet<string>): SelectionSetNode | undefined {
  const selections = selectionSet.selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return names.has(selection.name.value) ? [] : [selection];
    if (selection.kind !== Kind.INLINE_FRAGMENT) return [selection];
    const inner = prune(selection.selectionSet, names);
    return inner ? [{ ...selection, selectionSet: inner }] : [];
  });
  const isWorthAsking = selections.some((selection) => selection.kind !== Kind.FIELD || selection.name.value !== '__typename');
  return isWorthAsking ? { ...selectionSet, selections } : undefined;
}

function withUsedVariables(operation: OperationDefinitionNode, entities: FieldNode): OperationDefinitionNode {
  const used = new Set<string>();
  visit(entities, { Variable: ({ name }) => void used.add(name.value) });
  return {
    ...operation,
    variableDefinitions: operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value)),
    selectionSet: { ...operation.selectionSet, selections: [entities] },
  };
}
