import type { Supergraph } from '@apollo/federation-internals';
import { type ConstDirectiveNode, type ConstValueNode, type GraphQLSchema, getNamedType, isCompositeType, Kind, parse } from 'graphql';
import type { AccessRules } from '../authorize/access-rules.ts';
import { coordinated } from '../plan/coordinates.ts';
import type { TypeIndex } from '../plan/type-index.ts';

/** What `@cacheControl` says at one place. */
interface Hint {
  readonly maxAgeMs: number | undefined;
  readonly isPrivate: boolean;
  readonly inherits: boolean;
}

/** Of one field: how long its value may be kept (undefined: as long as what holds it), and whether for its viewer alone. */
export interface FieldPolicy {
  readonly maxAgeMs: number | undefined;
  readonly isPrivate: boolean;
}

/** What a supergraph says of keeping answers, by Apollo's `@cacheControl`, and what its objects are known by. */
export class CacheHints {
  constructor(
    readonly hints: ReadonlyMap<string, Hint>,
    /** The field that is the key of a type by itself; `id` where there are several. */
    readonly idFields: ReadonlyMap<string, string>,
    /** Types that more than one subgraph knows. */
    readonly sharedTypes: ReadonlySet<string>,
    /** Subgraph-only types included. */
    readonly schema: GraphQLSchema,
    readonly types: TypeIndex,
    readonly access: AccessRules | undefined,
  ) {}

  /**
   * A field at the top of a fetch, at a root or of an entity, and one that holds objects may not be kept without a hint; others are kept as
   * long as what holds them. The hint of a type counts where only one subgraph knows it: of others nobody can tell whose it was.
   * What not everybody may see is kept for its viewer.
   */
  policyOf(type: string, field: string, isAtTop: boolean): FieldPolicy | undefined {
    const parent = this.schema.getType(type);
    const definition = parent && 'getFields' in parent ? parent.getFields()[field] : undefined;
    if (!definition) return undefined;
    const returned = getNamedType(definition.type);
    const own = this.hints.get(`${type}.${field}`);
    const ofHolder = isAtTop ? this.#ofType(type) : undefined;
    const ofReturned = this.#ofType(returned.name);
    const inherits = own?.inherits || (own?.maxAgeMs === undefined && ofReturned?.inherits);
    const needsHint = isAtTop ? field !== this.idFields.get(type) : isCompositeType(returned) && !inherits;
    return {
      maxAgeMs: own?.maxAgeMs ?? ofReturned?.maxAgeMs ?? ofHolder?.maxAgeMs ?? (needsHint ? 0 : undefined),
      isPrivate: [own, ofReturned, ofHolder].some((hint) => hint?.isPrivate) || (this.access?.ofField(type, field).size ?? 0) > 0,
    };
  }

  /**
   * Whether everybody sees the same there, however short it may be kept: it has a hint that is not private, or it is a part of something that
   * has one.
   */
  isPublic(type: string, field: string, isAtTop: boolean): boolean {
    const policy = this.policyOf(type, field, isAtTop);
    if (!policy || policy.isPrivate) return false;
    return policy.maxAgeMs !== 0 || this.hints.get(`${type}.${field}`)?.maxAgeMs === 0;
  }

  /** The names under which an object of the type may stand in an answer. */
  namesOf(type: string): readonly string[] {
    const all = Object.keys(this.schema.getTypeMap());
    return all.filter((name) => this.types.matches(name, type) || this.types.matches(type, name));
  }

  #ofType(type: string): Hint | undefined {
    return this.sharedTypes.has(type) ? undefined : this.hints.get(type);
  }
}

/** Undefined for a supergraph without hints, of which nothing may be kept. */
export function readCacheHints(
  supergraphSdl: string,
  supergraph: Supergraph,
  { schema, types, access }: Pick<CacheHints, 'schema' | 'types' | 'access'>,
): CacheHints | undefined {
  const hints = new Map<string, Hint>();
  const keys = new Map<string, string[]>();
  const graphs = new Map<string, Set<unknown>>();
  const hintName = directiveName(supergraph);
  for (const { coordinate, directives = [] } of coordinated(parse(supergraphSdl, { noLocation: true }))) {
    for (const directive of directives) {
      if (directive.name.value === hintName) hints.set(coordinate, hintOf(directive));
      if (directive.name.value !== 'join__type') continue;
      const graph = argumentOf(directive, 'graph');
      if (graph?.kind === Kind.ENUM) graphs.set(coordinate, (graphs.get(coordinate) ?? new Set()).add(graph.value));
      const key = argumentOf(directive, 'key');
      if (key?.kind === Kind.STRING && /^\w+$/.test(key.value)) keys.set(coordinate, [...(keys.get(coordinate) ?? []), key.value]);
    }
  }
  if (hints.size === 0) return undefined;
  const idFields = new Map([...keys].map(([type, names]) => [type, names.includes('id') ? 'id' : names[0]!]));
  const sharedTypes = new Set([...graphs].flatMap(([type, names]) => (names.size > 1 ? [type] : [])));
  return new CacheHints(hints, idFields, sharedTypes, schema, types, access);
}

/** Under which name composition carried the directive, whoever's specification it was linked by. */
function directiveName({ schema }: Supergraph): string {
  const features = [...(schema.coreFeatures?.allFeatures() ?? [])];
  const name = 'cacheControl';
  return features.find(({ url }) => url.name === name)?.directiveNameInSchema(name) ?? name;
}

function hintOf(directive: ConstDirectiveNode): Hint {
  const maxAge = argumentOf(directive, 'maxAge');
  const scope = argumentOf(directive, 'scope');
  const inherit = argumentOf(directive, 'inheritMaxAge');
  return {
    maxAgeMs: maxAge?.kind === Kind.INT ? Number(maxAge.value) * 1_000 : undefined,
    isPrivate: scope !== undefined && 'value' in scope && scope.value === 'PRIVATE',
    inherits: inherit?.kind === Kind.BOOLEAN && inherit.value,
  };
}

const argumentOf = (directive: ConstDirectiveNode, name: string): ConstValueNode | undefined =>
  directive.arguments?.find((argument) => argument.name.value === name)?.value;
