import { deferralOfLabel } from '../plan/normalise-operation.ts';
import type { FetchNode, PlanNode, QueryPlan } from '../plan/planner.ts';
import type { Requirements } from '../plan/requirements.ts';
import type { TypeIndex } from '../plan/type-index.ts';
import { awaitContext } from './await-context.ts';
import { type ContextReader, contextReader } from './context-values.ts';
import { type FetchShape, lazyFetchShape } from './fetch-shape.ts';
import { type RepresentationBuilder, representationBuilder } from './representation.ts';
import { requestHead } from './request-text.ts';
import { type ApplyRewrites, compileRewrites } from './rewrites.ts';
import { type Call, type Place, type PlannedFetch, scheduleCalls } from './schedule-calls.ts';
import { nextStepId } from './step-id.ts';

/** What a plan is compiled for. */
export interface PlanContext {
  readonly types: TypeIndex;
  readonly requirements: Requirements;
}

/** One subgraph operation with everything worked out that does not depend on the request. */
export interface FetchStep {
  /** Tells this step from all others. */
  readonly id: number;
  readonly service: string;
  readonly query: string;
  readonly operationName: string | undefined;
  readonly operationKind: 'query' | 'mutation' | 'subscription';
  /** The request's text as far as it is always the same. */
  readonly head: string;
  readonly variableNames: readonly string[];
  /** Present when this fetch completes entities; absent when it asks at a root. */
  readonly representations: RepresentationBuilder | undefined;
  /** Present when fields are given values from the ancestors of their objects. */
  readonly context: ContextReader | undefined;
  /** The fields that the subgraph cannot compute for an object of this type without this input; none when it is a key. */
  readonly dependents: (typename: string, input: string) => ReadonlySet<string>;
  readonly rewriteInput: ApplyRewrites | undefined;
  readonly rewriteOutput: ApplyRewrites | undefined;
  /** Which fields the fetch was to bring; needed only when it fails. */
  readonly shape: () => FetchShape;
}

export interface CompiledPlan {
  /** The upstream subscription, when the operation is one; `calls` are then made for each of its events. */
  readonly primary: FetchStep | undefined;
  /** In an order in which each comes after those that it waits for. */
  readonly calls: readonly Call[];
  /** Whether an object's fields may depend on where it stands, so that no object may stand in two places. */
  readonly isContextual: boolean;
}

export function compilePlan(plan: QueryPlan, of: PlanContext): CompiledPlan {
  const { node } = plan;
  if (!node) return { primary: undefined, calls: [], isContextual: false };
  if (node.kind === 'Subscription') {
    return compiled(compileFetch(node.primary, of), node.rest ? callsOf(node.rest, of) : []);
  }
  return compiled(undefined, callsOf(node, of));
}

function compiled(primary: FetchStep | undefined, calls: readonly Call[]): CompiledPlan {
  return { primary, calls, isContextual: calls.some(({ parts }) => parts.some(({ step }) => step.context)) };
}

function callsOf(node: PlanNode, of: PlanContext): readonly Call[] {
  const fetches: PlannedFetch[] = [];
  /** Adds what `child` fetches once `after` has been fetched; answers what is to be waited for by what comes after it. */
  const add = (child: PlanNode, after: readonly PlannedFetch[], at: At): readonly PlannedFetch[] => {
    const { place, deferral } = at;
    switch (child.kind) {
      case 'Sequence':
        return child.nodes.reduce((before, next) => add(next, before, at), after);
      case 'Parallel':
        return child.nodes.length === 0 ? after : child.nodes.flatMap((each) => add(each, after, at));
      case 'Flatten':
        return add(child.node, after, { deferral, place: placeAt([...place.path, ...child.path.map(String)], place.conditions) });
      case 'Condition': {
        const branch = (chosen: PlanNode | undefined, wanted: boolean): readonly PlannedFetch[] => {
          const conditions = [...place.conditions, { variable: child.condition, wanted }];
          return chosen ? add(chosen, after, { deferral, place: placeAt(place.path, conditions) }) : after;
        };
        return [...branch(child.ifClause, true), ...branch(child.elseClause, false)];
      }
      case 'Defer': {
        const primary = child.primary.node ? add(child.primary.node, after, at) : after;
        for (const { depends, label = '', node: later } of child.deferred) {
          const before = depends.map(({ id }) => fetches.find((fetch) => fetch.node.id === id) ?? unknownFetch(id));
          if (later) add(later, before, { place, deferral: deferralOfLabel(label) });
        }
        return primary;
      }
      case 'Fetch': {
        const fetch: PlannedFetch = { node: child, step: compileFetch(child, of), after, ...at };
        fetches.push(fetch);
        return [fetch];
      }
    }
  };
  add(node, [], { place: placeAt([], []), deferral: undefined });
  return scheduleCalls(awaitContext(fetches));
}

type At = Pick<PlannedFetch, 'place' | 'deferral'>;

const unknownFetch = (id: string): never => {
  throw new Error(`the plan waits for a fetch ${id} that it does not make`);
};

const placeAt = (path: readonly string[], conditions: Place['conditions']): Place => ({ path, key: path.join('.'), conditions });

function compileFetch(node: FetchNode, of: PlanContext): FetchStep {
  const context = node.contextRewrites && contextReader(node.contextRewrites, of.types, node.serviceName);
  if (context && !node.requires) throw new Error('only entities are given values from their ancestors');
  return {
    id: nextStepId(),
    service: node.serviceName,
    query: node.operation,
    operationName: node.operationName,
    operationKind: node.operationKind,
    head: requestHead(node.operation, node.operationName),
    variableNames: (node.variableUsages ?? []).filter((name) => name !== 'representations' && !context?.variables.has(name)),
    context,
    representations: node.requires && representationBuilder(node.requires, of.types),
    dependents: (typename, input) => of.requirements.dependents(node.serviceName, typename, input),
    rewriteInput: compileRewrites(node.inputRewrites, of.types),
    rewriteOutput: compileRewrites(node.outputRewrites, of.types),
    shape: lazyFetchShape(node.operation),
  };
}
