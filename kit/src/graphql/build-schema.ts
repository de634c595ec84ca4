import 'reflect-metadata';
import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, GraphQLObjectType, type GraphQLSchema, parse, print, specifiedDirectives } from 'graphql';
import { buildSchemaSync, createResolversMap, getMetadataStorage } from 'type-graphql';
import type { Policy } from '../policy/index.ts';
import { withAccessDirectives } from './access-directives.ts';
import { boundEntities } from './bounded-entities.ts';
import { type CacheHints, withCacheHints } from './cache-hints.ts';
import { guard, type ResolversMap } from './guard.ts';
import { withListSizes } from './list-sizes.ts';
import type { Reference } from './reference.ts';

type ResolverClass = abstract new (...args: never[]) => object;

export interface SchemaParts {
  readonly name: string;
  readonly resolvers: readonly ResolverClass[];
  readonly references: readonly Reference[];
  readonly policies: readonly Policy[];
  readonly cacheHints?: CacheHints;
}

export interface BuiltSchema {
  readonly schema: GraphQLSchema;
  /** As committed under `schema/subgraphs/` and composed into the supergraph. */
  readonly sdl: string;
}

/** What every subgraph uses of federation. */
export const FEDERATION_LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@external", "@requires", "@provides", "@authenticated", "@requiresScopes", "@listSize"
])`;

/** type-graphql wants some publisher wherever a subscription is; ours bring their own stream, so it is never used. */
const unusedPubSub = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('subscriptions here bring their own stream');
  },
};

/** Builds a subgraph's executable schema: type-graphql's classes, federation's entities, and every policy in front of its resolver. */
export function buildSchema(parts: SchemaParts): BuiltSchema {
  const plain = buildSchemaSync({
    resolvers: parts.resolvers as never,
    orphanedTypes: parts.references.map((reference) => reference.type) as never,
    validate: false,
    directives: [...specifiedDirectives],
    skipCheck: true,
    pubSub: unusedPubSub as never,
  });
  const printed = parse(`${FEDERATION_LINK}\n${printSubgraphSchema(plain)}`);
  const hinted = withCacheHints(printed, parts.cacheHints ?? {}, parts.policies);
  const typeDefs = inOrder(withListSizes(withAccessDirectives(hinted, parts.policies)));
  const { external, internal } = fieldsWithResolvers();
  const resolvers = leanResolvers(plain, createResolversMap(plain) as ResolversMap, new Set([...external, ...internal]));
  guard(parts.name, resolvers, parts.policies, { resolved: external, hasField: (path) => hasField(plain, path) });
  for (const reference of parts.references) {
    const type = graphNameOf(reference.type);
    resolvers[type] = {
      ...resolvers[type],
      __resolveReference: (key: { id: string }, context: never) => reference.resolve(context, key),
    };
  }
  return { schema: boundEntities(buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }])), sdl: `${print(typeDefs)}\n` };
}

/** By kind and name, so that what is printed does not depend on which class was loaded first. */
function inOrder(document: DocumentNode): DocumentNode {
  const key = (node: DocumentNode['definitions'][number]): string => `${node.kind} ${'name' in node ? (node.name?.value ?? '') : ''}`;
  const named = document.definitions.filter((node) => 'name' in node && node.name);
  const others = document.definitions.filter((node) => !named.includes(node));
  return { ...document, definitions: [...others, ...named.sort((left, right) => (key(left) < key(right) ? -1 : 1))] };
}

/** Plain columns need no resolver: graphql-js reads properties faster than type-graphql's wrappers do. */
function leanResolvers(schema: GraphQLSchema, resolvers: ResolversMap, resolved: ReadonlySet<string>): ResolversMap {
  for (const [type, members] of Object.entries(resolvers)) {
    if (!(schema.getType(type) instanceof GraphQLObjectType) || ['Query', 'Mutation', 'Subscription'].includes(type)) continue;
    // `Order` is told apart from other domains' classes by name alone, so isTypeOf would only get in the way.
    for (const field of Object.keys(members)) if (!resolved.has(`${type}.${field}`)) delete members[field];
    if (Object.keys(members).length === 0) delete resolvers[type];
  }
  return resolvers;
}

function hasField(schema: GraphQLSchema, path: string): boolean {
  const [typeName, field] = path.split('.') as [string, string];
  const type = schema.getType(typeName);
  return type instanceof GraphQLObjectType && field in type.getFields();
}

/** The name that a class has in the graph. */
export const graphNameOf = (type: unknown): string => {
  const metadata = getMetadataStorage().objectTypes.find((candidate) => candidate.target === type);
  if (!metadata) throw new Error(`${String(type)} is no @ObjectType`);
  return metadata.name;
};

/** Fields whose value a resolver class makes, which need a policy, and fields that a type's own method makes, which do not. */
function fieldsWithResolvers(): { external: Set<string>; internal: Set<string> } {
  const storage = getMetadataStorage();
  const external = new Set<string>();
  const internal = new Set<string>();
  for (const field of storage.fieldResolvers) {
    const resolver = storage.resolverClasses.find((candidate) => candidate.target === field.target);
    const type = field.kind === 'internal' ? field.target : (field.getObjectType ?? resolver?.getObjectType)?.();
    if (!type || !storage.objectTypes.some((candidate) => candidate.target === type)) continue;
    (field.kind === 'internal' ? internal : external).add(`${graphNameOf(type)}.${field.schemaName}`);
  }
  return { external, internal };
}
