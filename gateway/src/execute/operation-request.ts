import type { GraphQLError } from 'graphql';
import { gatewayError } from '../gateway-error.ts';

/** What a client sends, by whichever transport. */
export interface OperationRequest {
  /** The text; undefined where an id stands for it. */
  readonly query: string | undefined;
  /** The id of a persisted document. */
  readonly documentId?: string;
  /** SHA-256 of the text in hex, of Apollo's `persistedQuery` extension, by which a text can also be registered. */
  readonly persistedHash?: string;
  /** The name that the client gives itself. */
  readonly client?: string;
  /** Whether the client wants to know what the operation cost: `extensions.cost` is true. */
  readonly reportsCost?: boolean;
  /** Whether the client takes an answer in parts, and so what it defers may come later. */
  readonly takesParts?: boolean;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the parameters of a GraphQL request, or says what is wrong with them. */
export function readOperationRequest(parameters: unknown, client?: string): OperationRequest | GraphQLError {
  if (Array.isArray(parameters)) return gatewayError('BAD_REQUEST', 'Batches of operations are not accepted');
  if (!isObject(parameters)) return gatewayError('BAD_REQUEST', 'The request must be a JSON object');
  const { operationName, variables, extensions } = parameters;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    return gatewayError('BAD_REQUEST', '"operationName" must be a string');
  }
  if (variables !== undefined && variables !== null && !isObject(variables))
    return gatewayError('BAD_REQUEST', '"variables" must be an object');
  if (extensions !== undefined && extensions !== null && !isObject(extensions))
    return gatewayError('BAD_REQUEST', '"extensions" must be an object');
  const document = readDocument(parameters, extensions?.['persistedQuery']);
  if ('message' in document) return document;
  const reportsCost = extensions?.['cost'] === true;
  return { ...document, client, reportsCost, operationName: operationName ?? undefined, variables: variables ?? {} };
}

type DocumentParameters = Pick<OperationRequest, 'query' | 'documentId' | 'persistedHash'>;

function readDocument({ query, documentId }: Record<string, unknown>, persisted: unknown): DocumentParameters | GraphQLError {
  const hasId = (documentId !== undefined && documentId !== null) || (persisted !== undefined && persisted !== null);
  // Beside an id, nothing and an empty text mean the same: graphql-transport-ws wants a text in every message.
  if (hasId && (query === undefined || query === null || query === '')) return readId(undefined, documentId, persisted);
  if (typeof query !== 'string' || query === '') return gatewayError('BAD_REQUEST', '"query" must be a non-empty string');
  return hasId ? readId(query, documentId, persisted) : { query };
}

function readId(query: string | undefined, documentId: unknown, persisted: unknown): DocumentParameters | GraphQLError {
  if (documentId !== undefined && documentId !== null) {
    if (typeof documentId !== 'string' || documentId === '') return gatewayError('BAD_REQUEST', '"documentId" must be a non-empty string');
    return { query, documentId: documentId.replace(/^sha256:/, '') };
  }
  if (!isObject(persisted) || typeof persisted['sha256Hash'] !== 'string')
    return gatewayError('BAD_REQUEST', '"extensions.persistedQuery" must be { version: 1, sha256Hash }');
  if (persisted['version'] !== 1) return gatewayError('PERSISTED_QUERY_NOT_SUPPORTED', 'Unsupported persisted query version');
  return { query, persistedHash: persisted['sha256Hash'] };
}
