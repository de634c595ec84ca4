import { operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { boundedPlanner } from './bounded-planner.ts';
import type { Planner, QueryPlan } from './planner.ts';
import type { PlanningSupergraph } from './planning-supergraph.ts';

/** Apollo's planner behind our port. It works on the API schema: what is inaccessible cannot be planned for. */
export function createApolloPlanner({ supergraph, translation }: PlanningSupergraph): Planner {
  const apiSchema = supergraph.apiSchema();
  // Fragments in subgraph operations save bytes but cost planning time and have caused wrong plans before.
  const planner = new QueryPlanner(supergraph, {
    reuseQueryFragments: false,
    generateQueryFragments: false,
    incrementalDelivery: { enableDefer: true },
  });
  return boundedPlanner({
    plan(document, operationName, overrides) {
      const operation = operationFromDocument(apiSchema, document, { operationName, validate: false });
      // A label that is not named does not hold.
      const overrideConditions = new Map([...(overrides ?? [])].map((label) => [label, true]));
      return translation.plan(planner.buildQueryPlan(operation, { overrideConditions }) as QueryPlan);
    },
  });
}
