import {
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  type GraphQLTypeResolver,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isListType,
  type TypeNode,
} from 'graphql';
import { canonical } from './canonical.ts';
import { type Declaration, type Declarations, namedType } from './declarations.ts';
import { identityOf } from './identity.ts';
import { inputsOf, pick } from './inputs.ts';
import { hash } from './random.ts';
import type { Asked, Thing } from './thing.ts';
import { WorldError } from './world-error.ts';

/** What happens to one request: mutations count. */
export interface Run {
  mutations: number;
}

/** So many things there are of each entity type. */
const POPULATION = 6;

/**
 * Values for any graph: each depends on the object, the field and the arguments alone, so that subgraphs which share a
 * field agree, and one schema that holds everything answers as they do together.
 */
export class World {
  constructor(
    readonly declarations: Declarations,
    /** What clients see of the whole graph. */
    readonly whole: GraphQLSchema,
  ) {}

  /** Resolves the fields of one subgraph; those of the whole graph without one. */
  resolver(subgraph: string | undefined): GraphQLFieldResolver<Thing | undefined, Run> {
    return (source, args, run, { fieldName, parentType, schema, returnType }) => {
      const thing = source ?? { __typename: parentType.name, identity: 'root', holder: undefined, given: undefined };
      const isMutation = schema.getMutationType() === parentType;
      const counted = isMutation ? { ...args, count: ++run.mutations } : args;
      return this.valueOf({ schema, subgraph, thing, type: parentType.name, field: fieldName, args: counted, returnType });
    };
  }

  readonly typeResolver: GraphQLTypeResolver<Thing, unknown> = (thing) => this.ownName(thing.__typename, thing.identity);

  /** Finds the entity that a representation speaks of, as strictly as any subgraph might. */
  reference(subgraph: string, type: string, given: Record<string, unknown>): Thing | null {
    const identities = this.declarations.keys(subgraph, type).map((key) => identityOf(key, given));
    const [identity] = identities.filter((each) => each !== undefined);
    if (identity === undefined) throw new Error(`${subgraph} got no key of ${type}: ${JSON.stringify(given)}`);
    if (identities.some((each) => each !== undefined && each !== identity))
      throw new Error(`${subgraph} got keys that contradict each other: ${JSON.stringify(given)}`);
    if (this.#familyOf(type) !== type && this.ownName(type, identity) !== type)
      throw new Error(`${subgraph} was told that ${type} ${identity} is a ${type}`);
    if (this.#absence(subgraph, type, identity)) return null;
    const isKnownAsObject = this.declarations.type(subgraph, type)?.kind === 'ObjectTypeDefinition';
    return { __typename: isKnownAsObject ? type : this.ownName(type, identity), identity, holder: undefined, given };
  }

  /** What a thing is, known perhaps only as one of an interface's. */
  ownName(type: string, identity: string): string {
    const members = this.declarations.interfaceObjects.get(this.#familyOf(type));
    return members && /^\d+$/.test(identity) ? members[Number(identity) % members.length]! : type;
  }

  valueOf(asked: Asked): unknown {
    const { schema, subgraph, thing, type, field, args, returnType } = asked;
    const declared = this.declarations.of(type, field);
    const owners = declared.filter(({ isOwned }) => isOwned);
    const computed = owners.find(({ requires }) => requires);
    if (this.declarations.isKeyField(type, field)) return this.#keyValue(asked);
    const seen = computed && this.#inputs(asked, computed);
    const complete = subgraph === undefined ? { ...args, ...this.#given(asked, owners) } : args;
    const family = this.#familyOf(this.ownName(type, thing.identity));
    if (this.#isAbsent(type, field, thing)) return null;
    const seed = `${family}/${thing.identity}/${field}/${canonical(complete)}${seen === undefined ? '' : `/${canonical(seen)}`}`;
    // Of subgraphs that share a field some may allow null, and they must agree all the same.
    const isFragile = this.#nullable(type, field, 0) || !this.#isNeededByOthers(type, field);
    if (isFragile && this.#nullable(type, field, 0) && hash(`fails/${seed}`) % 100 < 6) throw new WorldError(`failed ${hash(seed)}`);
    // Where only some allow null, a failure in one of the others takes more with it than clients are told of.
    if (isFragile && declared.every(({ node }) => node.type.kind === 'NonNullType') && hash(`breaks/${seed}`) % 100 < 2)
      throw new WorldError(`failed ${hash(seed)}`);
    return this.#make({ schema, subgraph, thing, type, field, owners }, returnType, seed, 0);
  }

  /** Whether the subgraph from which alone a field can be had does not know the object, which leaves null behind. */
  #isAbsent(type: string, field: string, { identity }: Thing): boolean {
    const owners = this.declarations.of(type, field).filter(({ isOwned }) => isOwned);
    return owners.length === 1 && !this.declarations.isKeyField(type, field) && this.#absence(owners[0]!.subgraph, type, identity);
  }

  /** Whether an object of this type satisfies a type condition. */
  isOf(condition: string, type: string): boolean {
    return (
      condition === type || this.declarations.subgraphs.some((subgraph) => this.declarations.members(subgraph, condition).includes(type))
    );
  }

  #absence(subgraph: string, type: string, identity: string): boolean {
    const { declarations } = this;
    const known = [type, ...declarations.familiesOf(type)].find(
      (name) => declarations.type(subgraph, name)?.kind === 'ObjectTypeDefinition',
    );
    const node = known === undefined ? undefined : declarations.type(subgraph, known);
    // A subgraph that turns one key into another, leads on from a key, or whose fields others give too, must know everything; so must
    // one that tells of such objects itself, since it may be asked about one that it has told of.
    const keys = node ? declarations.keys(subgraph, node.name.value) : [];
    const isLeaf = keys[0]?.selections.every((selection) => selection.kind === 'Field' && !selection.selectionSet);
    if (!node || keys.length !== 1 || !isLeaf || declarations.tellsOf(subgraph, node.name.value)) return false;
    const fields = (node.fields ?? []).filter(({ name }) => !declarations.isKeyField(node.name.value, name.value));
    const isAlone = fields.every(({ name }) => {
      const all = declarations.of(type, name.value);
      const own = all.filter(({ isOwned }) => isOwned);
      const isOnly = !all.some((each) => each.subgraph === subgraph && each.isOwned) || own.length === 1;
      // What is computed from a value that was not found is left out, or is computed from null, as the plan has it.
      const isNeeded =
        declarations.required.has(name.value) || (declarations.requiredTypes.has(type) && !this.#nullable(type, name.value, 0));
      return isOnly && !isNeeded && !declarations.provided.has(name.value);
    });
    return isAlone && hash(`absent/${subgraph}/${this.#familyOf(type)}/${identity}`) % 100 < 8;
  }

  #inputs({ subgraph, thing, type }: Asked, computed: Declaration): unknown {
    const wanted = computed.requires!;
    const failures: string[] = [];
    const inputs = inputsOf(this, { thing, type, failures }, wanted);
    if (subgraph === undefined) {
      if (failures.length > 0) throw new WorldError(failures[0]!, failures);
      return inputs;
    }
    if (!thing.given) throw new Error(`${subgraph} was asked for ${type}.${computed.node.name.value} without its inputs`);
    return pick(wanted, thing.given, this);
  }

  /** Arguments that no client gives: the values of the nearest ancestor that has them. */
  #given({ thing }: Asked, owners: readonly Declaration[]): Record<string, unknown> {
    const found: Record<string, unknown> = {};
    for (const { argument, from, selectionSet } of owners.flatMap(({ given }) => given)) {
      let holder = thing.holder;
      while (holder && !from.includes(holder.__typename)) holder = holder.holder;
      if (!holder) throw new Error(`nothing around ${thing.__typename} gives ${argument}`);
      const failures: string[] = [];
      const inputs = inputsOf(this, { thing: holder, type: holder.__typename, failures }, selectionSet);
      if (failures.length > 0) throw new WorldError(failures[0]!, failures);
      [found[argument]] = Object.values(inputs as object);
    }
    return found;
  }

  #keyValue({ thing, field, returnType }: Asked): unknown {
    const named = getNamedType(returnType);
    if ('getFields' in named) {
      const __typename = isAbstractType(named) ? this.ownName(named.name, thing.identity) : named.name;
      return { __typename, identity: thing.identity, holder: thing, given: nested(thing.given, field) };
    }
    if (named.name !== 'Int') return `${field}-${thing.identity}`;
    return /^\d+$/.test(thing.identity) ? Number(thing.identity) : hash(thing.identity) % 1000;
  }

  /** The values of interfaces known as objects belong to the interface; all others to the type. */
  #familyOf(type: string): string {
    return this.declarations.interfaceObjects.has(type) ? type : (this.declarations.familiesOf(type)[0] ?? type);
  }

  /** Where a plan asks for a value that the client did not ask for, a null that bubbles up would show. */
  #isNeededByOthers(type: string, field: string): boolean {
    const { declarations } = this;
    return declarations.required.has(field) || declarations.requiredTypes.has(type) || declarations.isKeyField(type, field);
  }

  #nullable(type: string, field: string, depth: number): boolean {
    return this.declarations.mayBeNull(type, field, depth);
  }

  #make(at: Place, type: GraphQLOutputType, seed: string, depth: number): unknown {
    if (this.#nullable(at.type, at.field, depth) && hash(`null/${seed}`) % 10 === 0) return null;
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      const length = hash(`length/${seed}`) % 4;
      return Array.from({ length }, (_, index) => this.#make(at, nullable.ofType, `${seed}/${index}`, depth + 1));
    }
    const named = getNamedType(nullable);
    // Each part of the graph knows the same values, though perhaps in another order.
    if (isEnumType(named)) {
      const names = named.getValues().map(({ name }) => name);
      return names.sort()[hash(seed) % names.length];
    }
    if (named.name === 'Int') return hash(seed) % 100;
    if (named.name === 'Float') return (hash(seed) % 100) / 4;
    if (named.name === 'Boolean') return hash(seed) % 2 === 0;
    if (named.name === 'String' || named.name === 'ID') return `${at.field} ${hash(seed) % 1000}`;
    return this.#thing(at, named.name, seed);
  }

  #thing({ subgraph, thing, owners }: Place, type: string, seed: string): Thing {
    const { declarations } = this;
    const dice = hash(`thing/${seed}`);
    const possible = owners
      .map((owner) => declarations.members(owner.subgraph, namedType(owner.node.type)))
      .filter((all) => all.length > 0);
    const common = (possible[0] ?? [type]).filter((member) => possible.every((all) => all.includes(member)));
    const member = [...common].sort()[dice % common.length] ?? type;
    const family = declarations.interfaceObjects.get(this.#familyOf(member));
    const small = (dice >>> 8) % POPULATION;
    const number = family ? small - (small % family.length) + family.indexOf(member) : small;
    const isEntity = declarations.subgraphs.some((each) => declarations.keys(each, member).length > 0);
    const known = subgraph !== undefined && declarations.type(subgraph, member) === undefined ? type : member;
    return { __typename: known, identity: isEntity ? String(number) : seed, holder: thing, given: undefined };
  }
}

interface Place {
  readonly schema: GraphQLSchema;
  readonly subgraph: string | undefined;
  readonly thing: Thing;
  readonly type: string;
  readonly field: string;
  readonly owners: readonly { readonly subgraph: string; readonly node: { readonly type: TypeNode } }[];
}

function nested(given: Thing['given'], field: string): Thing['given'] {
  const value = given?.[field];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}
