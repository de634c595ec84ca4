import { type DocumentNode, executeSync, type GraphQLSchema } from 'graphql';
import type { Variables } from './conditions.ts';
import type { DataRecord } from './data.ts';

/** Answers `__schema` and `__type` from the API schema; errors cannot occur, since the operation was validated against it. */
export function introspect(schema: GraphQLSchema, document: DocumentNode, variables: Variables): DataRecord {
  const { data } = executeSync({ schema, document, variableValues: variables });
  return { ...data };
}
