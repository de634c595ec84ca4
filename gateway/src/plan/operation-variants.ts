import { type DocumentNode, getOperationAST, Kind, type OperationDefinitionNode } from 'graphql';
import type { Denials } from '../authorize/denials.ts';
import type { Lack, OperationAccess } from '../authorize/operation-access.ts';
import { type CompiledPlan, compilePlan } from '../execute/compile-plan.ts';
import { conditionVariables, type Variables } from '../execute/conditions.ts';
import { SelectionPlan } from '../execute/selection-plan.ts';
import { LruMap } from '../lru-map.ts';
import { type ActiveDeferrals, Deferrals } from './deferrals.ts';
import { normaliseOperation } from './normalise-operation.ts';
import type { LoadedSupergraph } from './supergraph.ts';

/** An operation with its conditions decided, for one kind of caller: how to ask for it, and how to shape the answer. */
export interface OperationVariant {
  readonly plan: CompiledPlan;
  readonly selection: SelectionPlan;
  readonly introspection: DocumentNode | undefined;
  /** What of it may not be seen, unless that is nothing. */
  readonly denials: Denials | undefined;
  /** What comes in later parts of the answer, unless all of it comes at once. */
  readonly deferrals: ActiveDeferrals | undefined;
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
  readonly #deferrals: Deferrals | undefined;
  readonly #known = new LruMap<string, OperationVariant>(CAPACITY);

  constructor(
    readonly supergraph: LoadedSupergraph,
    readonly document: DocumentNode,
    readonly operation: OperationDefinitionNode,
    readonly access: OperationAccess | undefined,
  ) {
    this.#conditions = conditionVariables(document);
    this.#deferrals = Deferrals.of(document, operation);
  }

  /**
   * `lack` is what the caller may not see, by the operation's own `access`; something is deferred only for those who take
   * answers in parts. Throws what the planner throws.
   */
  for(variables: Variables, lack?: Lack, takesParts = false): OperationVariant {
    const deferrals = takesParts ? this.#deferrals?.among(variables) : undefined;
    const conditions = this.#conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
    const key = `${conditions}${lack ? ` ${lack.key}` : ''}${deferrals ? ` ${deferrals.key}` : ''}`;
    let variant = this.#known.get(key);
    if (!variant) {
      variant = deferrals ? this.#buildDeferred(variables, lack, deferrals) : this.#build(variables, lack);
      this.#known.set(key, variant);
    }
    return variant;
  }

  /** The planner refuses to defer some things; those come at once. */
  #buildDeferred(variables: Variables, lack: Lack | undefined, deferrals: ActiveDeferrals): OperationVariant {
    try {
      return this.#build(variables, lack, deferrals);
    } catch {
      return this.for(variables, lack);
    }
  }

  /** Those that are remembered. */
  planned(): IterableIterator<OperationVariant> {
    return this.#known.values();
  }

  #build(variables: Variables, lack: Lack | undefined, deferrals?: ActiveDeferrals): OperationVariant {
    const names = [...this.#conditions, ...(deferrals ? this.#deferrals!.variables : [])];
    const conditions = Object.fromEntries(names.map((name) => [name, variables[name]]));
    const { document, supergraph } = this;
    const { apiSchema, keys, planner } = supergraph;
    const filtered = lack && this.access?.filter(lack);
    const denials = filtered?.denials;
    const asked = filtered?.document ?? document;
    // Taking something out makes other nodes.
    const operation = filtered ? getOperationAST(asked, this.operation.name?.value)! : this.operation;
    const { forPlanner, introspection } = normaliseOperation({ document: asked, operation, keys, conditions, deferrals });
    const fragments = new Map(
      document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
    );
    return {
      introspection,
      denials,
      deferrals,
      conditions,
      lack,
      uses: 0,
      plan: compilePlan(forPlanner ? planner.plan(forPlanner, operation.name?.value) : {}, supergraph),
      selection: new SelectionPlan({ schema: apiSchema, fragments, keys, conditions, denials, deferrals }, [this.operation.selectionSet]),
    };
  }
}
