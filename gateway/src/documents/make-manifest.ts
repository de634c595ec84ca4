import { createHash } from 'node:crypto';
import {
  concatAST,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  Source,
  separateOperations,
  validate,
} from 'graphql';
import { MANIFEST_FORMAT, type OperationManifest, type PersistedOperation } from './operation-manifest.ts';

/** A file of a client's operations. */
export interface OperationFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Makes one client's manifest of its files, which may use each other's fragments. Throws an Error that names what is wrong:
 * an operation without a name, two of one name, or one that does not fit the schema.
 */
export function makeManifest(schema: GraphQLSchema, files: readonly OperationFile[]): OperationManifest {
  const document = concatAST(files.map(({ name, text }) => parse(new Source(text, name))));
  const [error] = validate(schema, document);
  if (error) throw new Error(`${error.source?.name ?? 'an operation'}: ${error.message}`);
  const operations = Object.entries(separateOperations(document)).map(([name, alone]) => persisted(name, alone));
  return { format: MANIFEST_FORMAT, version: 1, operations: operations.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

/** The text that is printed here is the one that runs, so how a file is laid out changes no id. */
function persisted(name: string, document: DocumentNode): PersistedOperation {
  if (name === '') throw new Error('an operation has no name');
  const operation = document.definitions.find((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)!;
  const fragments = document.definitions.filter((node) => node !== operation);
  const body = print({ kind: Kind.DOCUMENT, definitions: [operation, ...fragments] });
  return { id: createHash('sha256').update(body).digest('hex'), name, type: operation.operation, body };
}
