import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from 'graphql';
import { CONDITION_DIRECTIVES, isIncluded, type Variables } from '../execute/conditions.ts';
import type { ActiveDeferrals } from './deferrals.ts';
import { type ResponseKeys, TYPENAME } from './response-keys.ts';

export interface OperationToNormalise {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly keys: ResponseKeys;
  /** The values of those variables that decide what is skipped. */
  readonly conditions: Variables;
  /** What is to come later. */
  readonly deferrals?: ActiveDeferrals;
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
 * Decides what is skipped and deferred, separates introspection from data, and renames response names so that they cannot meet
 * the planner's own.
 */
export function normaliseOperation(normalised: OperationToNormalise): NormalisedOperation {
  const { document, operation, conditions, deferrals } = normalised;
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
      const inner = fragment ? rootSelections(fragment.selectionSet.selections, keep) : [];
      return inner.length > 0 && deferrals?.of(selection.directives) ? [inlineFragment(selection.directives, inner)] : inner;
    });
  const withSelections = (selections: readonly SelectionNode[]): DocumentNode => ({
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } }, ...fragments.values()],
  });
  const data = rootSelections(operation.selectionSet.selections, (name) => !name.startsWith('__'));
  const meta = rootSelections(operation.selectionSet.selections, (name) => name === '__schema' || name === '__type');
  return {
    forPlanner: data.length > 0 ? prepareFields(withSelections(data), normalised) : undefined,
    introspection: meta.length > 0 ? withSelections(meta) : undefined,
  };
}

function prepareFields(document: DocumentNode, { keys, conditions, deferrals }: OperationToNormalise): DocumentNode {
  let deferred = 0;
  // The planner takes what has one label for one fragment.
  return visit(deferrals ? withoutSpreads(document) : document, {
    enter(node) {
      if (node.kind !== Kind.FIELD && node.kind !== Kind.INLINE_FRAGMENT && node.kind !== Kind.FRAGMENT_SPREAD) return undefined;
      if (!isIncluded(node.directives, conditions)) return null;
      const directives = node.directives?.filter(({ name }) => !CONDITION_DIRECTIVES.has(name.value) && name.value !== 'defer');
      if (node.kind !== Kind.FIELD) {
        const deferral = deferrals?.of(node.directives);
        return { ...node, directives: deferral ? [...(directives ?? []), deferDirective(deferral.number, deferred++)] : directives };
      }
      const key = keys.of(node);
      return { ...node, directives, alias: key === node.name.value ? undefined : { kind: Kind.NAME, value: key } };
    },
    SelectionSet: {
      // An object of which everything is skipped is still part of the answer; of one that is deferred the type says which fragments apply.
      leave: ({ selections, ...node }) =>
        selections.length > 0 && !selections.some(isDeferred) ? undefined : { ...node, selections: [TYPENAME_FIELD, ...selections] },
    },
  });
}

const isDeferred = ({ directives }: SelectionNode): boolean => directives?.some(({ name }) => name.value === 'defer') ?? false;

const inlineFragment = (directives: readonly DirectiveNode[] | undefined, selections: readonly SelectionNode[]): InlineFragmentNode => ({
  kind: Kind.INLINE_FRAGMENT,
  directives,
  selectionSet: { kind: Kind.SELECTION_SET, selections },
});

/** The planner's label for the nth fragment that is deferred says whose it is. */
function deferDirective(number: number, index: number): DirectiveNode {
  const value = { kind: Kind.STRING, value: `${number}_${index}` } as const;
  const label = { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'label' }, value } as const;
  return { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'defer' }, arguments: [label] };
}

/** The deferral that a label of the planner is for. */
export const deferralOfLabel = (label: string): number => Number(label.split('_')[0]);

/** Each spread becomes a fragment of its own. */
function withoutSpreads(document: DocumentNode): DocumentNode {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  return visit(
    { ...document, definitions: document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION) },
    {
      FragmentSpread({ name, directives }) {
        const { typeCondition, selectionSet } = fragments.get(name.value)!;
        return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet };
      },
    },
  );
}
