import { type DocumentNode, getOperationAST, Kind, type OperationDefinitionNode } from 'graphql';
import type { Denials } from '../authorize/denials.ts';
import type { Lack, OperationAccess } from '../authorize/operation-access.ts';
import { type CompiledPlan, compilePlan } from '../execute/compile-plan.ts';
import { conditionVariables, type Variables } from '../execute/conditions.ts';
import { SelectionPlan } from '../execute/selection-plan.ts';
import { LruMap } from '../lru-map.ts';
import { PlanningTimeout } from './bounded-planner.ts';
import { type ActiveDeferrals, Deferrals } from './deferrals.ts';
import { normaliseOperation } from './normalise-operation.ts';
import type { Overrides } from './override-labels.ts';
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
  readonly overrides: Overrides | undefined;
  /** How often it was asked for, so that the next supergraph is first asked for a plan of what is wanted most. */
  uses: number;
}

/** What of a request decides, besides its variables, how an operation is planned. */
export interface RequestKind {
  /** What the caller may not see, by the operation's own `access`. */
  readonly lack?: Lack;
  /** Whether the client takes an answer in parts; something is deferred only then. */
  readonly takesParts?: boolean;
  /** Of the labels that the operation touches those that hold. */
  readonly overrides?: Overrides;
}

/** So many combinations of one operation's conditions and kinds of callers are remembered; clients use few. */
const CAPACITY = 16;

/**
 * Plans an operation once for each combination of what its `@skip` and `@include` ask, what callers may see, and what else of a
 * request decides.
 *
 * The planner could plan for all at once, but then a fetch may wait for inputs of a field which is skipped, and the
 * order of the answer's fields, which is that of the first that is not skipped, would have to be found per request.
 */
export class OperationVariants {
  readonly #conditions: readonly string[];
  readonly #deferrals: Deferrals | undefined;
  readonly #known = new LruMap<string, OperationVariant>(CAPACITY);
  /** What could not be planned in time is not tried again. */
  readonly #refused = new LruMap<string, PlanningTimeout>(CAPACITY);

  constructor(
    readonly supergraph: LoadedSupergraph,
    readonly document: DocumentNode,
    readonly operation: OperationDefinitionNode,
    readonly access: OperationAccess | undefined,
  ) {
    this.#conditions = conditionVariables(document);
    this.#deferrals = Deferrals.of(document, operation);
  }

  /** Throws what the planner throws. */
  for(variables: Variables, request: RequestKind = {}): OperationVariant {
    const { lack, takesParts, overrides } = request;
    const deferrals = takesParts ? this.#deferrals?.among(variables) : undefined;
    const conditions = this.#conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
    const moved = overrides && overrides.size > 0 ? ` moves ${[...overrides].join()}` : '';
    const key = `${conditions}${lack ? ` ${lack.key}` : ''}${deferrals ? ` ${deferrals.key}` : ''}${moved}`;
    const known = this.#known.get(key);
    if (known) return known;
    const refused = this.#refused.get(key);
    if (refused) throw refused;
    try {
      const variant = deferrals ? this.#buildDeferred(variables, request, deferrals) : this.#build(variables, request);
      this.#known.set(key, variant);
      return variant;
    } catch (error) {
      if (error instanceof PlanningTimeout) this.#refused.set(key, error);
      throw error;
    }
  }

  /** The planner refuses to defer some things, or finds no end with them; those come at once. */
  #buildDeferred(variables: Variables, request: RequestKind, deferrals: ActiveDeferrals): OperationVariant {
    try {
      return this.#build(variables, request, deferrals);
    } catch {
      return this.for(variables, { ...request, takesParts: false });
    }
  }

  /** Those that are remembered. */
  planned(): IterableIterator<OperationVariant> {
    return this.#known.values();
  }

  #build(variables: Variables, { lack, overrides }: RequestKind, deferrals?: ActiveDeferrals): OperationVariant {
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
      overrides,
      uses: 0,
      plan: compilePlan(forPlanner ? planner.plan(forPlanner, operation.name?.value, overrides) : {}, supergraph),
      selection: new SelectionPlan({ schema: apiSchema, fragments, keys, conditions, denials, deferrals }, [this.operation.selectionSet]),
    };
  }
}
