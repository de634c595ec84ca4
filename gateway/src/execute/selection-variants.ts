import { Kind, type DocumentNode, type FragmentDefinitionNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { LruMap } from '../lru-map.ts';
import { conditionVariables, type Variables } from './conditions.ts';
import { SelectionPlan } from './selection-plan.ts';

/** So many combinations of an operation's conditions are remembered; clients use few. */
const CAPACITY = 32;

/** An operation's selection, worked out once for each combination of what `@skip` and `@include` ask. */
export class SelectionVariants {
  readonly #conditions: readonly string[];
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variants = new LruMap<string, SelectionPlan>(CAPACITY);

  constructor(
    readonly schema: GraphQLSchema,
    document: DocumentNode,
    readonly operation: OperationDefinitionNode,
    readonly aliasPrefix: string,
  ) {
    this.#conditions = conditionVariables(document);
    this.#fragments = new Map(document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])));
  }

  for(variables: Variables): SelectionPlan {
    const key = this.#conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
    let plan = this.#variants.get(key);
    if (!plan) this.#variants.set(key, (plan = this.#build(variables)));
    return plan;
  }

  #build(variables: Variables): SelectionPlan {
    const conditions = Object.fromEntries(this.#conditions.map((name) => [name, variables[name]]));
    const { schema, aliasPrefix, operation } = this;
    return new SelectionPlan({ schema, fragments: this.#fragments, aliasPrefix, conditions }, [operation.selectionSet]);
  }
}
