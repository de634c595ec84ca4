import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';
import { createApolloPlanner } from './apollo-planner.ts';
import type { Planner } from './planner.ts';
import { ResponseKeys } from './response-keys.ts';

/** Everything the gateway knows from a supergraph: what clients see, who answers, how to plan. */
export interface LoadedSupergraph {
  readonly apiSchema: GraphQLSchema;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  readonly planner: Planner;
  readonly types: TypeIndex;
  readonly keys: ResponseKeys;
}

/** Which types can stand where, subgraph-only types included. */
export interface TypeIndex {
  /** Whether an object that calls itself `typename` satisfies the condition `... on condition`. */
  matches(condition: string, typename: string): boolean;
  isObject(typename: string): boolean;
}

/** Reads a composed supergraph. Throws when it is not one, or needs a feature that the planner does not know. */
export function loadSupergraph(supergraphSdl: string): LoadedSupergraph {
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  const fullSchema = supergraph.schema.toGraphQLJSSchema();
  return {
    apiSchema: supergraph.apiSchema().toGraphQLJSSchema(),
    subgraphs: supergraph.subgraphsMetadata(),
    planner: createApolloPlanner(supergraph),
    types: indexTypes(fullSchema),
    keys: new ResponseKeys(fullSchema),
  };
}

function indexTypes(schema: GraphQLSchema): TypeIndex {
  const objects = new Set<string>();
  const satisfiedBy = new Map<string, Set<string>>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type)) objects.add(type.name);
    if (!isAbstractType(type)) continue;
    const { objects: members, interfaces } =
      'getTypes' in type ? { objects: type.getTypes(), interfaces: [] } : schema.getImplementations(type);
    satisfiedBy.set(type.name, new Set([...members, ...interfaces].map((member) => member.name)));
  }
  return {
    matches: (condition, typename) => condition === typename || (satisfiedBy.get(condition)?.has(typename) ?? false),
    isObject: (typename) => objects.has(typename),
  };
}
