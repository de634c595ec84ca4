import { type DocumentNode, getOperationAST, Kind, type OperationDefinitionNode } from 'graphql';
import type { Denials } from '../authorize/denials.ts';
import type { Lack, OperationAccess } from '../authorize/operation-access.ts';
import { type CompiledPlan, compilePlan } from '../execute/compile-plan.ts';
import { conditionVariables, type Variables } from '../execute/conditions.ts';
import { SelectionPlan } from '../execute/selection-plan.ts';
import { LruMap } from '../lru-map.ts';
import { normaliseOperation } from './normalise-operation.ts';
import type { LoadedSupergraph } from './supergraph.ts';

/** An operation with its conditions decided, for one kind of caller: how to ask for it, and how to shape the answer. */
export interface OperationVariant {
  readonly plan: CompiledPlan;
  readonly selection: SelectionPlan;
  readonly introspection: DocumentNode | undefined;
  /** What of it may not be seen, unless that is nothing. */
  readonly denials: Denials | undefined;
  /** What it was planned for. */
  readonly conditions: Variables;
  readonly lack: Lack | undefined;
  /** How often it was asked for, so that the next supergraph is first asked for a plan of what is wanted most. */
  uses: number;
}

/** So many combinations of one operation's conditions and kinds of callers are remembered; clients use few. */
const CAPACITY = 16;

/**
 * Plans an operation once for each combination of what its `@skip` and `@include` ask, and of what callers may see.
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
    readonly access: OperationAccess | undefined,
  ) {
    this.#conditions = conditionVariables(document);
  }

  /** `lack` is what the caller may not see, by the operation's own `access`. Throws what the planner throws. */
  for(variables: Variables, lack?: Lack): OperationVariant {
    const conditions = this.#conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
    const key = lack ? `${conditions} ${lack.key}` : conditions;
    let variant = this.#known.get(key);
    if (!variant) this.#known.set(key, (variant = this.#build(variables, lack)));
    return variant;
  }

  /** Those that are remembered. */
  planned(): IterableIterator<OperationVariant> {
    return this.#known.values();
  }

  #build(variables: Variables, lack: Lack | undefined): OperationVariant {
    const conditions = Object.fromEntries(this.#conditions.map((name) => [name, variables[name]]));
    const { document, supergraph } = this;
    const { apiSchema, keys, planner } = supergraph;
    const filtered = lack && this.access?.filter(lack);
    const denials = filtered?.denials;
    const asked = filtered?.document ?? document;
    // Taking something out makes other nodes.
    const operation = filtered ? getOperationAST(asked, this.operation.name?.value)! : this.operation;
    const { forPlanner, introspection } = normaliseOperation({ document: asked, operation, keys, conditions });
    const fragments = new Map(
      document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
    );
    return {
      introspection,
      denials,
      conditions,
      lack,
      uses: 0,
      plan: compilePlan(forPlanner ? planner.plan(forPlanner, operation.name?.value) : {}, supergraph),
      selection: new SelectionPlan({ schema: apiSchema, fragments, keys, conditions, denials }, [this.operation.selectionSet]),
    };
  }
}
