/**
 * Writes typed documents, one file for each client, from the operations that it persists: `npm run codegen`. With `--check` nothing is
 * written, and an exit code of 1 says that something would be.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { parse } from 'graphql';

const SCHEMA = new URL('../schema/', import.meta.url);
const OPTIONS = {
  // A document is its text, so that nothing is parsed where it is used.
  documentMode: 'string',
  enumsAsTypes: true,
  onlyOperationTypes: true,
  useTypeImports: true,
  strictScalars: true,
  scalars: {
    ID: 'string',
    DateTime: 'string',
    SafeInt: 'number',
    CurrencyCode: 'string',
    CountryCode: 'string',
    // The composition's own, which no operation can name.
    join__DirectiveArguments: 'never',
    join__FieldSet: 'never',
    join__FieldValue: 'never',
    link__Import: 'never',
    requiresScopes__Scope: 'never',
  },
};

const schema = parse(read('supergraph.graphql'));
const stale = [];
for (const client of readdirSync(new URL('operations/', SCHEMA))) {
  const target = `generated/operations/${client}.ts`;
  const content = await typedDocumentsOf(client, target);
  if (content === readIfThere(target)) continue;
  stale.push(target);
  if (!process.argv.includes('--check')) writeFileSync(new URL(target, SCHEMA), content);
}
if (process.argv.includes('--check') && stale.length > 0) {
  process.stderr.write(`Not what the operations say: ${stale.join(', ')}. Run: npm run codegen\n`);
  process.exitCode = 1;
}

function typedDocumentsOf(client, filename) {
  const folder = `operations/${client}/`;
  const names = readdirSync(new URL(folder, SCHEMA)).filter((name) => name.endsWith('.graphql'));
  return codegen({
    schema,
    filename,
    documents: names.sort().map((name) => ({ location: name, document: parse(read(folder + name)) })),
    config: OPTIONS,
    plugins: [{ 'typescript-operations': {} }, { 'typed-document-node': {} }],
    pluginMap: { 'typescript-operations': typescriptOperations, 'typed-document-node': typedDocumentNode },
  });
}

function read(path) {
  return readFileSync(new URL(path, SCHEMA), 'utf8');
}

function readIfThere(path) {
  try {
    return read(path);
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
