import { type SizeLimits, whyTooLarge } from '@stoa/kit/limits';
import type { DocumentNode, GraphQLError, OperationDefinitionNode } from 'graphql';
import { gatewayError } from '../gateway-error.ts';

/** How large one operation may be. Checked before validation, so that a hostile operation costs little. */
export interface OperationLimits extends SizeLimits {
  readonly maxTokens: number;
  /** Of a list in the variables, and of what one field is asked for. */
  readonly maxListItems: number;
  readonly maxCost: number;
  /** How many items a list is taken to have, of which `@listSize` says nothing. */
  readonly assumedListSize: number;
}

export const defaultLimits: OperationLimits = {
  maxTokens: 4_000,
  maxDepth: 15,
  maxAliases: 50,
  maxFields: 2_000,
  maxQueryRootFields: 25,
  maxMutationRootFields: 5,
  maxDirectives: 50,
  maxRepeatedFields: 300,
  maxListItems: 1_000,
  maxCost: 10_000,
  assumedListSize: 10,
};

/** Measures the operation with its fragments spread out; undefined when it is within the limits. */
export function checkLimits(document: DocumentNode, operation: OperationDefinitionNode, limits: OperationLimits): GraphQLError | undefined {
  const why = whyTooLarge(document, operation, limits);
  return why === undefined ? undefined : gatewayError('OPERATION_TOO_LARGE', why);
}
