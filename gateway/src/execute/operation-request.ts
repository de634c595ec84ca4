import type { GraphQLError } from 'graphql';
import { gatewayError } from '../gateway-error.ts';

/** What a client sends, by whichever transport. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the parameters of a GraphQL request, or says what is wrong with them. */
export function readOperationRequest(parameters: unknown): OperationRequest | GraphQLError {
  if (Array.isArray(parameters)) return gatewayError('BAD_REQUEST', 'Batches of operations are not accepted');
  if (!isObject(parameters)) return gatewayError('BAD_REQUEST', 'The request must be a JSON object');
  const { query, operationName, variables, extensions } = parameters;
  if (typeof query !== 'string' || query === '') return gatewayError('BAD_REQUEST', '"query" must be a non-empty string');
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    return gatewayError('BAD_REQUEST', '"operationName" must be a string');
  }
  if (variables !== undefined && variables !== null && !isObject(variables))
    return gatewayError('BAD_REQUEST', '"variables" must be an object');
  if (extensions !== undefined && extensions !== null && !isObject(extensions))
    return gatewayError('BAD_REQUEST', '"extensions" must be an object');
  return { query, operationName: operationName ?? undefined, variables: variables ?? {} };
}
