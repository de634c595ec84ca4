import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';
import { type AccessRules, readAccessRules } from '../authorize/access-rules.ts';
import { type CacheHints, readCacheHints } from '../cache/cache-hints.ts';
import { type CostRules, readCostRules } from '../limits/cost-rules.ts';
import { createApolloPlanner } from './apollo-planner.ts';
import { OverrideLabels } from './override-labels.ts';
import type { Planner } from './planner.ts';
import { planningSupergraph } from './planning-supergraph.ts';
import { Requirements } from './requirements.ts';
import { ResponseKeys } from './response-keys.ts';
import { indexTypes, type TypeIndex } from './type-index.ts';

/** Everything the gateway knows from a supergraph: what clients see, who answers, how to plan. */
export interface LoadedSupergraph {
  readonly apiSchema: GraphQLSchema;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  readonly planner: Planner;
  readonly types: TypeIndex;
  readonly requirements: Requirements;
  readonly keys: ResponseKeys;
  /** Undefined when everybody may see everything. */
  readonly access: AccessRules | undefined;
  readonly costs: CostRules;
  readonly overrideLabels: OverrideLabels;
  /** Undefined when no answer may be kept. */
  readonly hints: CacheHints | undefined;
}

/** Reads a composed supergraph. Throws when it is not one, or needs a feature that the planner does not know. */
export function loadSupergraph(supergraphSdl: string): LoadedSupergraph {
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  const planning = planningSupergraph(supergraphSdl, supergraph);
  const fullSchema = supergraph.schema.toGraphQLJSSchema();
  const types = indexTypes(fullSchema);
  const access = readAccessRules(supergraph, supergraphSdl, fullSchema);
  return {
    apiSchema: supergraph.apiSchema().toGraphQLJSSchema({ includeDefer: true }),
    subgraphs: supergraph.subgraphsMetadata(),
    planner: createApolloPlanner(planning),
    types,
    requirements: new Requirements(planning.subgraphs.values(), types),
    keys: new ResponseKeys(fullSchema),
    overrideLabels: new OverrideLabels(supergraphSdl),
    costs: readCostRules(supergraphSdl, supergraph),
    access,
    hints: readCacheHints(supergraphSdl, supergraph, { schema: fullSchema, types, access }),
  };
}
