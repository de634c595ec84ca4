import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { SCOPES } from '@stoa/schema/scopes';

const SUBGRAPHS = fileURLToPath(new URL('../../subgraphs/', import.meta.url));

/** What runs of all subgraphs: no tests, and nothing that only tests stand on. */
const sources = readdirSync(SUBGRAPHS, { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isFile() && /(?<!\.test)\.ts$/.test(entry.name) && !/\/(node_modules|dist|testing)(\/|$)/.test(entry.parentPath))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((file) => ({ file: file.slice(SUBGRAPHS.length), text: readFileSync(file, 'utf8') }));

/** A scope where a rule names one: `may(viewer, 'orders:read')`, `'Query.orders': 'orders:read'`, or a rule that is made of one. */
const NAMED = /'([a-z]+:[a-z]+)'/g;

test('every rule for staff names a scope that there is, and every scope that there is stands in a rule', () => {
  const named = sources
    .flatMap(({ text }) => [...text.matchAll(NAMED)].map(([, scope]) => scope!))
    .filter((scope) => !scope.startsWith('node:'));
  expect([...new Set(named)].sort()).toEqual([...SCOPES].sort());
});

test('nobody is let do something for being an administrator, of whatever scopes', () => {
  const byKind = sources.filter(({ file, text }) => /accountType\s*[!=]==\s*'ADMIN'/.test(text) && !file.startsWith('identity/'));
  expect(byKind.map(({ file }) => file)).toEqual([]);
  const ofIdentity = sources.filter(({ file, text }) => file.startsWith('identity/') && /viewer\.accountType/.test(text));
  expect(ofIdentity.map(({ file }) => file)).toEqual([]);
});
