/**
 * Writes the typed documents that `codegen.yml` names: `npm run codegen`. With `--check` nothing is written, and an exit code of 1 says
 * that something would be. It understands of that file what stands in it (one local schema, documents by glob, plugins, one config) and
 * refuses the rest: the generator's own command line reads it too, and would install another 180 packages to do so.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { parse } from 'graphql';
import { parse as parseYaml } from 'yaml';

const PLUGINS = { 'typescript-operations': typescriptOperations, 'typed-document-node': typedDocumentNode };

process.chdir(new URL('..', import.meta.url).pathname);
const { schema: schemaFile, generates, config, ...unknown } = parseYaml(readFileSync('codegen.yml', 'utf8'));
if (Object.keys(unknown).length > 0) throw new Error(`codegen.yml: ${Object.keys(unknown).join(', ')} is not understood here.`);
const schema = parse(readFileSync(schemaFile, 'utf8'));
const stale = [];
for (const [target, { documents, plugins }] of Object.entries(generates)) {
  const content = await typedDocuments(target, documents, plugins);
  if (content === readIfThere(target)) continue;
  stale.push(target);
  if (!process.argv.includes('--check')) writeFileSync(target, content);
}
if (process.argv.includes('--check') && stale.length > 0) {
  process.stderr.write(`Not what the operations say: ${stale.join(', ')}. Run: npm run codegen\n`);
  process.exitCode = 1;
}

function typedDocuments(filename, documents, plugins) {
  return codegen({
    schema,
    filename,
    documents: globSync(documents)
      .sort()
      .map((location) => ({ location, document: parse(readFileSync(location, 'utf8')) })),
    config,
    plugins: plugins.map((name) => ({ [name]: {} })),
    pluginMap: PLUGINS,
  });
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
