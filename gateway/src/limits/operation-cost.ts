import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Variables } from '../execute/conditions.ts';
import { type Amount, amountFor, combine, sum } from './amount.ts';
import { argumentsCost, slicedSize } from './argument-cost.ts';
import type { CostRules, ListSize } from './cost-rules.ts';

/** What a mutation costs besides what it answers. */
const MUTATION_COST = 10;

/** A field with what one item of it costs by itself, and what is asked of that item. */
interface CostedField {
  readonly key: string;
  readonly weight: number;
  readonly arguments: Amount;
  /** Undefined where the field is no list. */
  readonly size: Amount | undefined;
  readonly isAsked: Amount;
  readonly inner: readonly CostedField[];
}

interface InheritedSize {
  readonly fields: readonly string[];
  readonly size: Amount;
}

export interface CostOptions {
  readonly schema: GraphQLSchema;
  readonly rules: CostRules;
  /** How many items a list is taken to have of which nothing else is known. */
  readonly listSize: number;
}

/**
 * What an operation costs, by the IBM cost specification as Apollo's routers read it: each object one, each scalar nothing, a list
 * so many times that, a mutation ten more; and whatever `@cost` and `@listSize` say instead. Made once for an operation; what no
 * variable decides is a number from then on.
 */
export class OperationCost {
  readonly #options: CostOptions;
  readonly #fragments: ReadonlyMap<
    string,
    { readonly typeCondition: { readonly name: { readonly value: string } }; readonly selectionSet: SelectionSetNode }
  >;
  readonly #fields: readonly CostedField[];
  readonly #base: number;
  readonly #sizes: Amount[] = [];
  readonly #estimate: Amount;
  readonly #largestList: Amount;

  constructor(options: CostOptions, document: DocumentNode, operation: OperationDefinitionNode) {
    this.#options = options;
    this.#fragments = new Map(
      document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
    );
    this.#base = operation.operation === 'mutation' ? MUTATION_COST : 0;
    this.#fields = this.#select(operation.selectionSet, options.schema.getRootType(operation.operation)!, 1, undefined);
    this.#estimate = sum([this.#base, ...this.#fields.map(estimateOf)]);
    this.#largestList = combine([0, ...this.#sizes], (sizes) => Math.max(...sizes));
  }

  /** The most that it is expected to cost. */
  estimate(variables: Variables): number {
    return amountFor(this.#estimate, variables);
  }

  /** The most items that it asks of one list. */
  largestList(variables: Variables): number {
    return amountFor(this.#largestList, variables);
  }

  /** What an answer did cost, which takes looking at all of it. */
  actual(data: unknown, variables: Variables): number {
    return this.#base + actualOf(this.#fields, data, variables);
  }

  #select(set: SelectionSetNode, parent: GraphQLCompositeType, isAsked: Amount, inherited: InheritedSize | undefined): CostedField[] {
    return set.selections.flatMap((node) => {
      const asked = combine([isAsked, askedBy(node)], ([outer, own]) => outer! * own!);
      if (node.kind === Kind.FIELD) return this.#field(node, parent, asked, inherited);
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(node.name.value)! : node;
      const type = fragment.typeCondition ? this.#options.schema.getType(fragment.typeCondition.name.value) : parent;
      return this.#select(fragment.selectionSet, isCompositeType(type) ? type : parent, asked, inherited);
    });
  }

  #field(node: FieldNode, parent: GraphQLCompositeType, isAsked: Amount, inherited: InheritedSize | undefined): CostedField[] {
    const name = node.name.value;
    const field = isUnionType(parent) ? undefined : parent.getFields()[name];
    // Introspection is answered by the gateway out of its memory.
    if (!field) return [];
    const { rules } = this.#options;
    const coordinate = `${parent.name}.${name}`;
    const type = getNamedType(field.type);
    const isComposite = isCompositeType(type);
    const rule = rules.sizes.get(coordinate);
    const sliced = rule && slicedSize(rule, field, node, this.#options.listSize);
    const size = isListType(getNullableType(field.type)) ? this.#sizeOf(name, rule, sliced, inherited) : undefined;
    if (sliced !== undefined) this.#sizes.push(combine([isAsked, sliced], ([asked, items]) => asked! * items!));
    const sizesInside =
      rule && sliced !== undefined && rule.sizedFields.length > 0 ? { fields: rule.sizedFields, size: sliced } : undefined;
    return [
      {
        key: node.alias?.value ?? name,
        weight: rules.weights.get(coordinate) ?? rules.weights.get(type.name) ?? (isComposite ? 1 : 0),
        arguments: argumentsCost(rules, coordinate, field, node),
        size,
        isAsked,
        inner: node.selectionSet && isComposite ? this.#select(node.selectionSet, type, 1, sizesInside) : [],
      },
    ];
  }

  #sizeOf(name: string, rule: ListSize | undefined, sliced: Amount | undefined, inherited: InheritedSize | undefined): Amount {
    if (inherited?.fields.includes(name)) return inherited.size;
    return rule && rule.sizedFields.length === 0 && sliced !== undefined ? sliced : this.#options.listSize;
  }
}

function estimateOf({ weight, arguments: given, size = 1, isAsked, inner }: CostedField): Amount {
  return combine(
    [isAsked, size, given, sum(inner.map(estimateOf))],
    ([asked, items, ofArguments, inside]) => asked! * (items! * (weight + inside!) + ofArguments!),
  );
}

/** Fields of one key are one field of the answer, whichever fragments they came by. */
function actualOf(fields: readonly CostedField[], data: unknown, variables: Variables): number {
  if (Array.isArray(data)) return data.reduce<number>((total, item) => total + actualOf(fields, item, variables), 0);
  if (typeof data !== 'object' || data === null) return 0;
  const byKey = new Map<string, CostedField[]>();
  for (const field of fields) {
    if (field.key in data && amountFor(field.isAsked, variables) > 0) byKey.set(field.key, [...(byKey.get(field.key) ?? []), field]);
  }
  let total = 0;
  for (const [key, same] of byKey) {
    const value = (data as Record<string, unknown>)[key];
    const inner = same.flatMap((field) => field.inner);
    total += amountFor(same[0]!.arguments, variables) + same[0]!.weight * itemsIn(value) + actualOf(inner, value, variables);
  }
  return total;
}

function itemsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((total, item) => total + itemsIn(item), 0);
  return value === null || value === undefined ? 0 : 1;
}

/** One where the node's `@skip` and `@include` let it be, else nothing. */
function askedBy({ directives }: SelectionNode): Amount {
  return combine((directives ?? []).map(conditionOf), (numbers) => numbers.reduce((both, each) => both * each, 1));
}

function conditionOf({ name, arguments: given }: DirectiveNode): Amount {
  const value = given?.find((argument) => argument.name.value === 'if')?.value;
  if (!value || (name.value !== 'skip' && name.value !== 'include')) return 1;
  const wanted = name.value === 'include';
  if (value.kind === Kind.VARIABLE) return (variables) => Number(Boolean(variables[value.name.value]) === wanted);
  return Number((value.kind === Kind.BOOLEAN && value.value) === wanted);
}
