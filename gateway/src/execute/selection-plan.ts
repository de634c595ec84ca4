import {
  getNamedType, isAbstractType, isCompositeType, isInterfaceType, isObjectType, Kind, SchemaMetaFieldDef, TypeNameMetaFieldDef,
  type FieldNode, type FragmentDefinitionNode, type GraphQLOutputType, type GraphQLSchema, type SelectionSetNode,
} from 'graphql';
import { responseKey } from '../plan/response-key.ts';
import { conditionOf, either, type Condition, type Conjunction } from './conditions.ts';

/** How one field of the answer is made from collected data. */
export interface FieldPlan {
  readonly kind: 'data' | 'typename' | 'introspection';
  readonly responseName: string;
  /** Where collected data keeps the value. */
  readonly key: string;
  readonly condition: Condition;
  readonly type: GraphQLOutputType;
  /** `Type.field`, for messages. */
  readonly coordinate: string;
  readonly node: FieldNode;
  readonly selection: SelectionPlan | undefined;
}

/** What a selection plan is made from, once per operation. */
export interface SelectionSource {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly aliasPrefix: string;
}

interface Occurrence {
  readonly selectionSet: SelectionSetNode;
  readonly condition: Conjunction;
}

interface Collected {
  readonly node: FieldNode;
  condition: Condition;
  readonly children: Occurrence[];
}

/** The fields of a selection set, collected and merged once for each runtime type that turns up. */
export class SelectionPlan {
  readonly #byType = new Map<string, readonly FieldPlan[]>();

  constructor(
    readonly source: SelectionSource,
    readonly occurrences: readonly Occurrence[],
  ) {}

  fieldsOf(typeName: string): readonly FieldPlan[] {
    let fields = this.#byType.get(typeName);
    if (!fields) this.#byType.set(typeName, (fields = this.#collect(typeName)));
    return fields;
  }

  #collect(typeName: string): readonly FieldPlan[] {
    const collected = new Map<string, Collected>();
    for (const { selectionSet, condition } of this.occurrences) this.#collectFrom(selectionSet, condition, typeName, collected);
    return [...collected].map(([responseName, field]) => this.#fieldPlan(typeName, responseName, field));
  }

  #collectFrom(selectionSet: SelectionSetNode, enclosing: Conjunction, typeName: string, collected: Map<string, Collected>): void {
    for (const selection of selectionSet.selections) {
      const condition = conditionOf(selection.directives, enclosing);
      if (!condition) continue;
      if (selection.kind === Kind.FIELD) {
        const responseName = selection.alias?.value ?? selection.name.value;
        const known = collected.get(responseName);
        const field = known ?? { node: selection, condition: [], children: [] };
        if (!known) collected.set(responseName, field);
        field.condition = either(field.condition, condition);
        if (selection.selectionSet) field.children.push({ selectionSet: selection.selectionSet, condition });
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.source.fragments.get(selection.name.value) : selection;
      if (!fragment || !this.#applies(fragment.typeCondition?.name.value, typeName)) continue;
      this.#collectFrom(fragment.selectionSet, condition, typeName, collected);
    }
  }

  #applies(condition: string | undefined, typeName: string): boolean {
    if (condition === undefined || condition === typeName) return true;
    const { schema } = this.source;
    const wanted = schema.getType(condition);
    const actual = schema.getType(typeName);
    return isAbstractType(wanted) && (isObjectType(actual) || isInterfaceType(actual)) && schema.isSubType(wanted, actual);
  }

  #fieldPlan(typeName: string, responseName: string, { node, condition, children }: Collected): FieldPlan {
    const { schema, aliasPrefix } = this.source;
    const name = node.name.value;
    const base = { responseName, condition, node, coordinate: `${typeName}.${name}`, key: responseKey(node, aliasPrefix) };
    if (name === '__typename') return { ...base, kind: 'typename', type: TypeNameMetaFieldDef.type, selection: undefined };
    if (name.startsWith('__')) return { ...base, kind: 'introspection', type: SchemaMetaFieldDef.type, selection: undefined };
    const parent = schema.getType(typeName);
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (!definition) throw new Error(`${base.coordinate} is not in the API schema`);
    const selection = isCompositeType(getNamedType(definition.type)) ? new SelectionPlan(this.source, children) : undefined;
    return { ...base, kind: 'data', type: definition.type, selection };
  }
}
