import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { Random } from './random.ts';
import { someGrants } from './random-access.ts';

export interface RandomOperation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  /** What the caller has, of what access rules may ask for. */
  readonly grants: readonly string[];
}

/** Writes operations that a schema most often accepts: aliases that collide and fragments that do not fit are left in on purpose. */
export class OperationWriter {
  #variables: { declaration: string; name: string; value: unknown }[] = [];
  #labels = 0;
  #fragments: { text: string; name: string; onType: string }[] = [];

  constructor(
    readonly schema: GraphQLSchema,
    readonly random: Random,
  ) {}

  write(): RandomOperation {
    this.#variables = [];
    this.#fragments = [];
    this.#labels = 0;
    const mutation = this.random.chance(0.2) ? this.schema.getMutationType() : undefined;
    const selection = this.#selectionSet(mutation ?? this.schema.getQueryType()!, 4, 3);
    const declarations = this.#variables.map(({ declaration }) => declaration).join(', ');
    const fragments = this.#fragments.map(({ text }) => text).join('\n');
    return {
      grants: someGrants(this.random),
      query: `${mutation ? 'mutation' : 'query'} Random${declarations ? `(${declarations})` : ''} ${selection}\n${fragments}`,
      variables: Object.fromEntries(this.#variables.filter(({ value }) => value !== undefined).map(({ name, value }) => [name, value])),
    };
  }

  #selectionSet(type: GraphQLCompositeType, depth: number, width: number): string {
    const selections: string[] = [];
    const count = 1 + this.random.below(width);
    for (let index = 0; index < count; index++) selections.push(this.#selection(type, depth));
    return `{ ${selections.join(' ')} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const dice = this.random.next();
    if (dice < 0.08) return this.random.chance(0.3) ? 'kind: __typename' : '__typename';
    const hasFields = isObjectType(type) || isInterfaceType(type);
    if (depth > 0 && (!hasFields || dice < 0.25)) return this.#fragment(type, depth);
    if (!hasFields) return '__typename';
    const fields = Object.values(type.getFields()).filter((field) => depth > 0 || !isCompositeType(getNamedType(field.type)));
    return fields.length > 0 ? this.#field(this.random.pick(fields), depth) : '__typename';
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const alias = this.random.chance(0.2) ? `${this.random.pick(['a', 'b', 'c', 'id', 'title', 'weight'])}: ` : '';
    const given = field.args.filter((argument) => isRequiredArgument(argument) || this.random.chance(0.5));
    const args = given.length > 0 ? `(${given.map((argument) => this.#argument(argument)).join(', ')})` : '';
    const type = getNamedType(field.type);
    const selection = isCompositeType(type) ? ` ${this.#selectionSet(type, depth - 1, 5)}` : '';
    return `${alias}${field.name}${args}${this.#directive()}${selection}`;
  }

  #fragment(type: GraphQLCompositeType, depth: number): string {
    const possible = isAbstractType(type) ? [...this.schema.getPossibleTypes(type), type] : [type, ...type.getInterfaces()];
    const onType = this.random.pick<GraphQLCompositeType>(possible);
    if (this.random.chance(0.3)) {
      const known = this.#fragments.filter((fragment) => fragment.onType === onType.name);
      if (known.length > 0 && this.random.chance(0.5)) return `...${this.random.pick(known).name}${this.#directive()}${this.#defer()}`;
      const selection = this.#selectionSet(onType, depth - 1, 4);
      const name = `F${this.#fragments.length}`;
      this.#fragments.push({ name, onType: onType.name, text: `fragment ${name} on ${onType.name} ${selection}` });
      return `...${name}${this.#directive()}${this.#defer()}`;
    }
    const condition = onType === type && this.random.chance(0.5) ? '' : ` on ${onType.name}`;
    return `...${condition}${this.#directive()}${this.#defer()} ${this.#selectionSet(onType, depth - 1, 4)}`;
  }

  #defer(): string {
    if (!this.random.chance(0.15)) return '';
    const label = this.random.chance(0.5) ? `label: "later${this.#labels++}"` : '';
    if (!this.random.chance(0.3)) return ` @defer${label && `(${label})`}`;
    const condition = this.random.chance(0.7) ? `$${this.#variable('Boolean!', this.random.chance(0.5))}` : String(this.random.chance(0.5));
    return ` @defer(if: ${condition} ${label})`;
  }

  #directive(): string {
    if (!this.random.chance(0.12)) return '';
    const condition = this.random.chance(0.8) ? `$${this.#variable('Boolean!', this.random.chance(0.5))}` : String(this.random.chance(0.5));
    return ` @${this.random.pick(['skip', 'include'])}(if: ${condition})`;
  }

  #argument({ name, type }: GraphQLArgument): string {
    if (this.random.chance(0.3)) {
      const value = this.#json(type);
      if (!this.random.chance(0.3)) return `${name}: $${this.#variable(String(type), value)}`;
      const byDefault = !isNonNullType(type) && this.random.chance(0.3) ? 'null' : literal(this.#json(type), type);
      return `${name}: $${this.#variable(`${String(type)} = ${byDefault}`, this.random.chance(0.5) ? undefined : value)}`;
    }
    return `${name}: ${literal(this.#json(type), type)}`;
  }

  #variable(type: string, value: unknown): string {
    // Sometimes one variable is used twice, as people do.
    const same = this.#variables.find((variable) => variable.declaration.endsWith(`: ${type}`));
    if (same && this.random.chance(0.6)) return same.name;
    const name = `v${this.#variables.length}`;
    this.#variables.push({ declaration: `$${name}: ${type}`, name, value });
    return name;
  }

  #json(type: GraphQLInputType): unknown {
    if (isNonNullType(type)) return this.#json(type.ofType);
    if (isListType(type)) return Array.from({ length: this.random.below(3) }, () => this.#json(type.ofType));
    if (isEnumType(type)) return this.random.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(() => this.random.chance(0.6));
      return Object.fromEntries(fields.map((field) => [field.name, this.#json(field.type)]));
    }
    if (type.name === 'Int') return this.random.below(10);
    if (type.name === 'Float') return this.random.below(40) / 4;
    if (type.name === 'Boolean') return this.random.chance(0.5);
    return this.random.pick(['1', '2', 'x y']);
  }
}

function literal(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(value, type.ofType);
  if (isListType(type)) return `[${(value as unknown[]).map((item) => literal(item, type.ofType)).join(', ')}]`;
  if (isEnumType(type)) return String(value);
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    return `{ ${Object.entries(value as object)
      .map(([name, item]) => `${name}: ${literal(item, fields[name]!.type)}`)
      .join(', ')} }`;
  }
  return JSON.stringify(value);
}
