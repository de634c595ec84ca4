import { longestList } from '@stoa/kit/limits';
import type { GraphQLError } from 'graphql';
import type { Variables } from '../execute/conditions.ts';
import { gatewayError } from '../gateway-error.ts';
import type { OperationLimits } from './check-limits.ts';
import type { OperationCost } from './operation-cost.ts';

/** The most that the operation is expected to cost with these variables, or why that is too much. */
export function checkCost(cost: OperationCost, variables: Variables, limits: OperationLimits): number | GraphQLError {
  // Lists that stand in the text are bound by its tokens already.
  const items = Math.max(cost.largestList(variables), longestList(variables));
  if (items > limits.maxListItems)
    return gatewayError('OPERATION_TOO_LARGE', `The operation has a list of ${items} items, at most ${limits.maxListItems} are allowed`);
  const estimated = cost.estimate(variables);
  if (estimated <= limits.maxCost) return estimated;
  return gatewayError('COST_ESTIMATED_TOO_EXPENSIVE', `The operation may cost ${estimated}, at most ${limits.maxCost} is allowed`, {
    cost: { estimated, max: limits.maxCost },
  });
}
