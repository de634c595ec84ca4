import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from 'graphql';
import { CONDITION_DIRECTIVES, isIncluded, type Variables } from '../execute/conditions.ts';
import { type ResponseKeys, TYPENAME } from './response-keys.ts';

export interface OperationToNormalise {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly keys: ResponseKeys;
  /** The values of those variables that decide what is skipped. */
  readonly conditions: Variables;
}

/** A client's operation made ready for the planner, and what of it needs no subgraph. */
export interface NormalisedOperation {
  /** Undefined when nothing is left to ask of subgraphs. */
  readonly forPlanner: DocumentNode | undefined;
  /** `__schema` and `__type` fields of the root, as an operation of their own. */
  readonly introspection: DocumentNode | undefined;
}

const TYPENAME_FIELD: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: TYPENAME } };

/**
 * Decides what is skipped, separates introspection from data, and renames response names so that they cannot meet
 * the planner's own.
 */
export function normaliseOperation({ document, operation, keys, conditions }: OperationToNormalise): NormalisedOperation {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const rootSelections = (selections: readonly SelectionNode[], keep: (fieldName: string) => boolean): SelectionNode[] =>
    selections.flatMap((selection): SelectionNode[] => {
      if (!isIncluded(selection.directives, conditions)) return [];
      if (selection.kind === Kind.FIELD) return keep(selection.name.value) ? [selection] : [];
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      // The root has one type, so a fragment that is valid here always applies.
      return fragment ? rootSelections(fragment.selectionSet.selections, keep) : [];
    });
  const withSelections = (selections: readonly SelectionNode[]): DocumentNode => ({
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } }, ...fragments.values()],
  });
  const data = rootSelections(operation.selectionSet.selections, (name) => !name.startsWith('__'));
  const meta = rootSelections(operation.selectionSet.selections, (name) => name === '__schema' || name === '__type');
  return {
    forPlanner: data.length > 0 ? prepareFields(withSelections(data), keys, conditions) : undefined,
    introspection: meta.length > 0 ? withSelections(meta) : undefined,
  };
}

function prepareFields(document: DocumentNode, keys: ResponseKeys, conditions: Variables): DocumentNode {
  return visit(document, {
    enter(node) {
      if (node.kind !== Kind.FIELD && node.kind !== Kind.INLINE_FRAGMENT && node.kind !== Kind.FRAGMENT_SPREAD) return undefined;
      if (!isIncluded(node.directives, conditions)) return null;
      const directives = node.directives?.filter(({ name }) => !CONDITION_DIRECTIVES.has(name.value));
      if (node.kind !== Kind.FIELD) return { ...node, directives };
      const key = keys.of(node);
      return { ...node, directives, alias: key === node.name.value ? undefined : { kind: Kind.NAME, value: key } };
    },
    SelectionSet: {
      // An object of which everything is skipped is still part of the answer.
      leave: (node) => (node.selections.length > 0 ? undefined : { ...node, selections: [TYPENAME_FIELD] }),
    },
  });
}
