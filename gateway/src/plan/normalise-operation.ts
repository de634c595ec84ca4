import { Kind, visit, type DirectiveNode, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type OperationDefinitionNode, type SelectionNode } from 'graphql';
import { isIncluded } from '../execute/conditions.ts';
import { responseKey, TYPENAME } from './response-key.ts';

const TYPENAME_FIELD: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: TYPENAME } };

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
    forPlanner: data.length > 0 ? prepareFields(withSelections(data), aliasPrefix) : undefined,
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

function prepareFields(document: DocumentNode, aliasPrefix: string): DocumentNode {
  return visit(document, {
    enter(node) {
      if (node.kind !== Kind.FIELD && node.kind !== Kind.INLINE_FRAGMENT && node.kind !== Kind.FRAGMENT_SPREAD) return undefined;
      const decided = withoutConstantConditions(node);
      if (!decided || decided.kind !== Kind.FIELD) return decided === node ? undefined : decided;
      const name = decided.name.value;
      const key = responseKey(decided, aliasPrefix);
      const isRenamed = key !== (decided.alias?.value ?? name);
      if (!isRenamed) return decided === node ? undefined : decided;
      return { ...decided, alias: key === TYPENAME ? undefined : { kind: Kind.NAME, value: key } };
    },
    SelectionSet: {
      // An object of which everything is skipped is still part of the answer.
      leave: (node) => (node.selections.length > 0 ? undefined : { ...node, selections: [TYPENAME_FIELD] }),
    },
  });
}

/** Decides `@skip(if: true)` and the like here, since the planner asks subgraphs for such fields all the same. Null: it is left out. */
function withoutConstantConditions<Node extends SelectionNode>(node: Node): Node | null {
  const directives = node.directives ?? [];
  const variable = directives.filter((directive) => !isConstantCondition(directive));
  if (variable.length === directives.length) return node;
  const isKept = isIncluded(directives.filter(isConstantCondition), {});
  return isKept ? { ...node, directives: variable } : null;
}

function isConstantCondition({ name, arguments: given }: DirectiveNode): boolean {
  if (name.value !== 'skip' && name.value !== 'include') return false;
  return given?.find((argument) => argument.name.value === 'if')?.value.kind === Kind.BOOLEAN;
}
