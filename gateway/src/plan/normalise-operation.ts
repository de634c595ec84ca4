import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type OperationDefinitionNode, type SelectionNode } from 'graphql';
import { responseKey, TYPENAME } from './response-key.ts';

/** A client's operation made ready for the planner, and what of it needs no subgraph. */
export interface NormalisedOperation {
  /** Undefined when nothing is left to ask of subgraphs. */
  readonly forPlanner: DocumentNode | undefined;
  /** `__schema` and `__type` fields of the root, as an operation of their own. */
  readonly introspection: DocumentNode | undefined;
}

/** Separates introspection from data, and renames response names so that they cannot meet the planner's own. */
export function normaliseOperation(document: DocumentNode, operation: OperationDefinitionNode, aliasPrefix: string): NormalisedOperation {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const data = rootSelections(operation.selectionSet.selections, fragments, (name) => !name.startsWith('__'));
  const meta = rootSelections(operation.selectionSet.selections, fragments, (name) => name === '__schema' || name === '__type');
  const withSelections = (selections: readonly SelectionNode[]): DocumentNode => ({
    kind: Kind.DOCUMENT,
    definitions: [
      { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } },
      ...fragments.values(),
    ],
  });
  return {
    forPlanner: data.length > 0 ? renameFields(withSelections(data), aliasPrefix) : undefined,
    introspection: meta.length > 0 ? withSelections(meta) : undefined,
  };
}

/** The root's selections without the fields that `keep` refuses; fragments become inline so that they can be filtered too. */
function rootSelections(
  selections: readonly SelectionNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  keep: (fieldName: string) => boolean,
): SelectionNode[] {
  return selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return keep(selection.name.value) ? [selection] : [];
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    if (!fragment) return [];
    const inner = rootSelections(fragment.selectionSet.selections, fragments, keep);
    if (inner.length === 0) return [];
    return [{
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: fragment.typeCondition,
      directives: selection.directives,
      selectionSet: { kind: Kind.SELECTION_SET, selections: inner },
    }];
  });
}

function renameFields(document: DocumentNode, aliasPrefix: string): DocumentNode {
  return visit(document, {
    Field(field) {
      const name = field.name.value;
      const key = responseKey(field, aliasPrefix);
      const current = field.alias?.value ?? name;
      if (key === current) return undefined;
      return { ...field, alias: key === TYPENAME ? undefined : { kind: Kind.NAME, value: key } };
    },
  });
}
