import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLInterfaceType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { Denials } from '../authorize/denials.ts';
import type { ActiveDeferrals, Deferral } from '../plan/deferrals.ts';
import type { ResponseKeys } from '../plan/response-keys.ts';
import { isIncluded, type Variables } from './conditions.ts';
import { compileWriter, type WriteValue } from './write-value.ts';

/** How one field of the answer is made from collected data. */
export interface FieldPlan {
  readonly kind: 'data' | 'typename' | 'introspection';
  readonly responseName: string;
  /** Where collected data keeps the value. */
  readonly key: string;
  readonly type: GraphQLOutputType;
  /** `Type.field`, for messages. */
  readonly coordinate: string;
  readonly node: FieldNode;
  readonly selection: SelectionPlan | undefined;
  /** The name as JSON, with what stands before it in the object. */
  readonly label: string;
  readonly isNullable: boolean;
  /** For data only. */
  readonly write: WriteValue | undefined;
}

/** What a selection plan is made from. */
export interface SelectionSource {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly keys: ResponseKeys;
  /** The values of those variables that decide what is skipped. */
  readonly conditions: Variables;
  /** What the caller may not see. */
  readonly denials: Denials | undefined;
  /** What comes in later parts of the answer. */
  readonly deferrals: ActiveDeferrals | undefined;
}

/** A fragment that comes later. */
export interface DeferredSelection {
  readonly deferral: Deferral;
  readonly selection: SelectionPlan;
}

interface Collected {
  readonly node: FieldNode;
  readonly selectionSets: SelectionSetNode[];
  /** Asked for where the caller may not see it; asked for again elsewhere, it is still denied. */
  isDenied: boolean;
}

interface Found {
  readonly collected: Map<string, Collected>;
  /** Names of fragments, each of which is collected once. */
  readonly visited: Set<string>;
  readonly deferred: Map<Deferral, DeferredSelection>;
}

/** The fields of a selection set, collected and merged once for each runtime type that turns up. */
export class SelectionPlan {
  readonly #byType = new Map<string, readonly FieldPlan[]>();
  readonly #deferredByType = new Map<string, readonly DeferredSelection[]>();

  constructor(
    readonly source: SelectionSource,
    readonly selectionSets: readonly SelectionSetNode[],
  ) {}

  fieldsOf(typeName: string): readonly FieldPlan[] {
    let fields = this.#byType.get(typeName);
    if (!fields) this.#byType.set(typeName, (fields = this.#collect(typeName)));
    return fields;
  }

  /** What of an object of this type comes later. */
  deferredOf(typeName: string): readonly DeferredSelection[] {
    this.fieldsOf(typeName);
    return this.#deferredByType.get(typeName) ?? [];
  }

  /** Whether the fields asked for are known only when it is known which object stands behind an interface. */
  dependsOnObjectType(type: GraphQLInterfaceType): boolean {
    const depends = (selectionSet: SelectionSetNode): boolean =>
      selectionSet.selections.some((selection) => {
        if (!isIncluded(selection.directives, this.source.conditions)) return false;
        if (selection.kind === Kind.FIELD)
          return selection.name.value === '__typename' || (this.source.denials?.isForSomeObjects(selection) ?? false);
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.source.fragments.get(selection.name.value) : selection;
        return fragment !== undefined && (!this.#applies(fragment.typeCondition?.name.value, type.name) || depends(fragment.selectionSet));
      });
    return this.selectionSets.some(depends);
  }

  #collect(typeName: string): readonly FieldPlan[] {
    const collected = new Map<string, Collected>();
    const visited = new Set<string>();
    const deferred = new Map<Deferral, DeferredSelection>();
    for (const selectionSet of this.selectionSets) this.#collectFrom(selectionSet, typeName, { collected, visited, deferred });
    this.#deferredByType.set(typeName, [...deferred.values()]);
    return [...collected].map(([responseName, field], index) => this.#fieldPlan(typeName, responseName, field, index));
  }

  #collectFrom(selectionSet: SelectionSetNode, typeName: string, found: Found): void {
    const { collected, visited, deferred } = found;
    for (const selection of selectionSet.selections) {
      if (!isIncluded(selection.directives, this.source.conditions)) continue;
      if (selection.kind === Kind.FIELD) {
        const responseName = selection.alias?.value ?? selection.name.value;
        const known = collected.get(responseName);
        const field = known ?? { node: selection, selectionSets: [], isDenied: false };
        if (!known) collected.set(responseName, field);
        if (selection.selectionSet) field.selectionSets.push(selection.selectionSet);
        if (this.source.denials?.nodes.has(selection)) field.isDenied = true;
        continue;
      }
      const deferral = this.source.deferrals?.of(selection.directives);
      if (selection.kind === Kind.FRAGMENT_SPREAD && !deferral) {
        if (visited.has(selection.name.value)) continue;
        visited.add(selection.name.value);
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.source.fragments.get(selection.name.value) : selection;
      if (!fragment || !this.#applies(fragment.typeCondition?.name.value, typeName)) continue;
      if (!deferral) this.#collectFrom(fragment.selectionSet, typeName, found);
      else deferred.set(deferral, { deferral, selection: new SelectionPlan(this.source, [fragment.selectionSet]) });
    }
  }

  #applies(condition: string | undefined, typeName: string): boolean {
    if (condition === undefined || condition === typeName) return true;
    const { schema } = this.source;
    const wanted = schema.getType(condition);
    const actual = schema.getType(typeName);
    return isAbstractType(wanted) && (isObjectType(actual) || isInterfaceType(actual)) && schema.isSubType(wanted, actual);
  }

  #fieldPlan(typeName: string, responseName: string, { node, selectionSets, isDenied }: Collected, index: number): FieldPlan {
    const { schema, keys, denials } = this.source;
    const name = node.name.value;
    const label = `${index === 0 ? '{' : ','}"${responseName}":`;
    const base = { responseName, node, coordinate: `${typeName}.${name}`, key: keys.of(node), label, isNullable: false, write: undefined };
    if (name === '__typename') return { ...base, kind: 'typename', type: TypeNameMetaFieldDef.type, selection: undefined };
    if (name.startsWith('__')) return { ...base, kind: 'introspection', type: SchemaMetaFieldDef.type, selection: undefined };
    const parent = schema.getType(typeName);
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (!definition) throw new Error(`${base.coordinate} is not in the API schema`);
    const selection = isCompositeType(getNamedType(definition.type)) ? new SelectionPlan(this.source, selectionSets) : undefined;
    const { type } = definition;
    const plan: FieldPlan = {
      ...base,
      kind: 'data',
      type,
      selection,
      isNullable: !isNonNullType(type),
      write:
        isDenied || denials?.deniesField(typeName, name)
          ? (writer) => writer.fail(plan, denials!.failure)
          : compileWriter(type, () => plan),
    };
    return plan;
  }
}
