import type { FetchNode, PlanNode, QueryPlan } from '../plan/planner.ts';
import type { Requirements } from '../plan/requirements.ts';
import type { TypeIndex } from '../plan/type-index.ts';
import { type FetchShape, lazyFetchShape } from './fetch-shape.ts';
import { type BuildRepresentation, compileRepresentation } from './representation.ts';
import { type ApplyRewrites, compileRewrites } from './rewrites.ts';

/** What a plan is compiled for. */
export interface PlanContext {
  readonly types: TypeIndex;
  readonly requirements: Requirements;
}

/** A plan with everything worked out that does not depend on the request. */
export type Step =
  | { readonly kind: 'sequence'; readonly steps: readonly Step[] }
  | { readonly kind: 'parallel'; readonly steps: readonly Step[] }
  | { readonly kind: 'flatten'; readonly path: readonly string[]; readonly step: Step }
  | { readonly kind: 'condition'; readonly variable: string; readonly ifTrue?: Step; readonly ifFalse?: Step }
  | FetchStep;

export interface FetchStep {
  readonly kind: 'fetch';
  readonly service: string;
  readonly query: string;
  readonly operationName: string | undefined;
  readonly operationKind: 'query' | 'mutation' | 'subscription';
  readonly variableNames: readonly string[];
  /** Present when this fetch completes entities; absent when it asks at a root. */
  readonly buildRepresentation: BuildRepresentation | undefined;
  /** The fields that the subgraph cannot compute for an object of this type without this input; none when it is a key. */
  readonly dependents: (typename: string, input: string) => ReadonlySet<string>;
  readonly rewriteInput: ApplyRewrites | undefined;
  readonly rewriteOutput: ApplyRewrites | undefined;
  /** Which fields the fetch was to bring; needed only when it fails. */
  readonly shape: () => FetchShape;
}

export interface CompiledPlan {
  /** The upstream subscription, when the operation is one; `step` then runs for each of its events. */
  readonly primary: FetchStep | undefined;
  readonly step: Step | undefined;
}

export function compilePlan(plan: QueryPlan, of: PlanContext): CompiledPlan {
  const { node } = plan;
  if (!node) return { primary: undefined, step: undefined };
  if (node.kind === 'Subscription') {
    return { primary: compileFetch(node.primary, of), step: node.rest && compileNode(node.rest, of) };
  }
  return { primary: undefined, step: compileNode(node, of) };
}

function compileNode(node: PlanNode, of: PlanContext): Step {
  switch (node.kind) {
    case 'Sequence':
      return { kind: 'sequence', steps: node.nodes.map((child) => compileNode(child, of)) };
    case 'Parallel':
      return { kind: 'parallel', steps: node.nodes.map((child) => compileNode(child, of)) };
    case 'Flatten':
      return { kind: 'flatten', path: node.path.map(String), step: compileNode(node.node, of) };
    case 'Condition':
      return {
        kind: 'condition',
        variable: node.condition,
        ifTrue: node.ifClause && compileNode(node.ifClause, of),
        ifFalse: node.elseClause && compileNode(node.elseClause, of),
      };
    case 'Fetch':
      return compileFetch(node, of);
  }
}

function compileFetch(node: FetchNode, of: PlanContext): FetchStep {
  return {
    kind: 'fetch',
    service: node.serviceName,
    query: node.operation,
    operationName: node.operationName,
    operationKind: node.operationKind,
    variableNames: (node.variableUsages ?? []).filter((name) => name !== 'representations'),
    buildRepresentation: node.requires && compileRepresentation(node.requires, of.types),
    dependents: (typename, input) => of.requirements.dependents(node.serviceName, typename, input),
    rewriteInput: compileRewrites(node.inputRewrites, of.types),
    rewriteOutput: compileRewrites(node.outputRewrites, of.types),
    shape: lazyFetchShape(node.operation),
  };
}
