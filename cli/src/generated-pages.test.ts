import { expect, test } from '@jest/globals';
import { defineSubgraph } from '@stoa/kit/subgraph';
import { generatedPages } from './generated-pages.ts';

class Note {}
const notes = defineSubgraph({ name: 'notes', entities: [Note], migrations: [], resolvers: [], policies: [] });
const pathOfNotes = 'subgraphs/notes/README.md';

const readmeFrom = (text: string | null): string =>
  generatedPages({ manifests: [notes], askedCommands: new Map(), textOf: () => text }).get(pathOfNotes)!;

test('a README keeps what a person wrote, before and after the made part', () => {
  const fresh = readmeFrom('# Notes\n\nWhat one wants to remember.\n');
  expect(fresh).toContain('# Notes\n\nWhat one wants to remember.\n\n<!-- Made');
  expect(fresh).toContain('| **Owns** | `Note` |');
  const extended = `${fresh}\n## Later\n\nSomething more.\n`;
  const stale = extended.replace('`Note`', '`Thing`');
  expect(readmeFrom(stale)).toBe(extended);
  expect(readmeFrom(extended)).toBe(extended);
});

test('a subgraph without a README gets one, and it stays as it is', () => {
  const first = readmeFrom(null);
  expect(first).toMatch(/^# notes\n/);
  expect(readmeFrom(first)).toBe(first);
});

test('every code that the graph can answer is explained', () => {
  const page = generatedPages({ manifests: [], askedCommands: new Map(), textOf: () => null }).get('docs/errors.md');
  for (const code of ['OUT_OF_STOCK', 'AUTH_001', 'GRAPHQL_VALIDATION_FAILED', 'INTERNAL_SERVER_ERROR'])
    expect(page).toContain(`| \`${code}\` |`);
});
