import { operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { Planner, QueryPlan } from './planner.ts';
import type { PlanningSupergraph } from './planning-supergraph.ts';

/** Apollo's planner behind our port. It works on the API schema: what is inaccessible cannot be planned for. */
export function createApolloPlanner({ supergraph, translation }: PlanningSupergraph): Planner {
  const apiSchema = supergraph.apiSchema();
  // Fragments in subgraph operations save bytes but cost planning time and have caused wrong plans before.
  const planner = new QueryPlanner(supergraph, { reuseQueryFragments: false, generateQueryFragments: false });
  return {
    plan(document, operationName) {
      const operation = operationFromDocument(apiSchema, document, { operationName, validate: false });
      const plan = planner.buildQueryPlan(operation);
      refuseUnsupported(plan);
      return translation.plan(plan as QueryPlan);
    },
  };
}

/** A plan that we would execute wrongly must not be executed at all. */
function refuseUnsupported(node: unknown): void {
  if (Array.isArray(node)) {
    for (const item of node) refuseUnsupported(item);
  } else if (typeof node === 'object' && node !== null) {
    if ('kind' in node && node.kind === 'Defer') throw new Error('@defer is not supported');
    if ('kind' in node && (node.kind === 'Field' || node.kind === 'InlineFragment')) return;
    for (const value of Object.values(node)) refuseUnsupported(value);
  }
}
