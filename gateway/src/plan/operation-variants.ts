import { type DocumentNode, Kind, type OperationDefinitionNode } from 'graphql';
import { type CompiledPlan, compilePlan } from '../execute/compile-plan.ts';
import { conditionVariables, type Variables } from '../execute/conditions.ts';
import { SelectionPlan } from '../execute/selection-plan.ts';
import { LruMap } from '../lru-map.ts';
import { normaliseOperation } from './normalise-operation.ts';
import type { LoadedSupergraph } from './supergraph.ts';

/** An operation with its conditions decided: how to ask for it, and how to shape the answer. */
export interface OperationVariant {
  readonly plan: CompiledPlan;
  readonly selection: SelectionPlan;
  readonly introspection: DocumentNode | undefined;
}

/** So many combinations of one operation's conditions are remembered; clients use few. */
const CAPACITY = 16;

/**
 * Plans an operation once for each combination of what its `@skip` and `@include` ask.
 *
 * The planner could plan for all at once, but then a fetch may wait for inputs of a field which is skipped, and the
 * order of the answer's fields, which is that of the first that is not skipped, would have to be found per request.
 */
export class OperationVariants {
  readonly #conditions: readonly string[];
  readonly #known = new LruMap<string, OperationVariant>(CAPACITY);

  constructor(
    readonly supergraph: LoadedSupergraph,
    readonly document: DocumentNode,
    readonly operation: OperationDefinitionNode,
  ) {
    this.#conditions = conditionVariables(document);
  }

  /** Throws what the planner throws. */
  for(variables: Variables): OperationVariant {
    const key = this.#conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
    let variant = this.#known.get(key);
    if (!variant) this.#known.set(key, (variant = this.#build(variables)));
    return variant;
  }

  #build(variables: Variables): OperationVariant {
    const conditions = Object.fromEntries(this.#conditions.map((name) => [name, variables[name]]));
    const { document, operation, supergraph } = this;
    const { apiSchema, keys, planner } = supergraph;
    const { forPlanner, introspection } = normaliseOperation({ document, operation, keys, conditions });
    const fragments = new Map(
      document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
    );
    return {
      introspection,
      plan: compilePlan(forPlanner ? planner.plan(forPlanner, operation.name?.value) : {}, supergraph),
      selection: new SelectionPlan({ schema: apiSchema, fragments, keys, conditions }, [operation.selectionSet]),
    };
  }
}
