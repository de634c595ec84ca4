import type { DocumentNode, OperationTypeNode } from 'graphql';
import type { Overrides } from './override-labels.ts';

/** Turns an operation, valid against the API schema, into the subgraph calls that answer it. */
export interface Planner {
  plan(document: DocumentNode, operationName: string | undefined, overrides?: Overrides): QueryPlan;
}

/** An empty plan has no node: the operation asks nothing of any subgraph. */
export interface QueryPlan {
  readonly node?: PlanNode | SubscriptionNode;
}

export type PlanNode = SequenceNode | ParallelNode | FetchNode | FlattenNode | ConditionNode | DeferNode;

export interface SequenceNode {
  readonly kind: 'Sequence';
  readonly nodes: readonly PlanNode[];
}

export interface ParallelNode {
  readonly kind: 'Parallel';
  readonly nodes: readonly PlanNode[];
}

/** `path` leads from where the enclosing node stands to the objects that `node` completes; `@` goes through a list. */
export interface FlattenNode {
  readonly kind: 'Flatten';
  readonly path: readonly (string | number)[];
  readonly node: PlanNode;
}

export interface ConditionNode {
  readonly kind: 'Condition';
  /** Name of the Boolean variable that decides. */
  readonly condition: string;
  readonly ifClause?: PlanNode;
  readonly elseClause?: PlanNode;
}

/** What is fetched at once, and what is fetched for fragments that come later. */
export interface DeferNode {
  readonly kind: 'Defer';
  readonly primary: { readonly node?: PlanNode };
  readonly deferred: readonly DeferredNode[];
}

export interface DeferredNode {
  /** The fetches, by id, that must be over before. */
  readonly depends: readonly { readonly id: string }[];
  readonly label?: string;
  readonly node?: PlanNode;
}

export interface SubscriptionNode {
  readonly kind: 'Subscription';
  readonly primary: FetchNode;
  readonly rest?: PlanNode;
}

/** One GraphQL operation for one subgraph; with `requires`, a call to `_entities` for the objects it is flattened to. */
export interface FetchNode {
  readonly kind: 'Fetch';
  readonly id?: string;
  readonly serviceName: string;
  readonly requires?: readonly RequiredSelection[];
  readonly variableUsages?: readonly string[];
  readonly operation: string;
  readonly operationName?: string;
  readonly operationKind: `${OperationTypeNode}`;
  readonly inputRewrites?: readonly Rewrite[];
  readonly outputRewrites?: readonly Rewrite[];
  /** Which values of ancestors become variables; paths begin with a `..` for each field that leads up. */
  readonly contextRewrites?: readonly Rewrite[];
}

export type RequiredSelection = RequiredField | RequiredFragment;

export interface RequiredField {
  readonly kind: 'Field';
  readonly alias?: string;
  readonly name: string;
  readonly selections?: readonly RequiredSelection[];
}

export interface RequiredFragment {
  readonly kind: 'InlineFragment';
  readonly typeCondition?: string;
  readonly selections: readonly RequiredSelection[];
}

/** A correction of data on its way in or out; path elements are field names or `... on Type`. */
export type Rewrite =
  | { readonly kind: 'ValueSetter'; readonly path: readonly string[]; readonly setValueTo: unknown }
  | { readonly kind: 'KeyRenamer'; readonly path: readonly string[]; readonly renameKeyTo: string };
