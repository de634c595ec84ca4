import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { runCommandLine } from './command-line.ts';
import { SUPERGRAPH } from './schema-check.ts';

let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stoa-check-'));
  said = [];
  for (const stream of ['log', 'error'] as const) jest.spyOn(console, stream).mockImplementation((text: string) => void said.push(text));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const own = readFileSync(SUPERGRAPH, 'utf8');

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const withoutField = (): string => own.replace(/^ {2}firstName: String! @join__field.*\n/m, '');

test('nobody is hurt by what does not change', async () => {
  expect(await runCommandLine(['schema', 'check', '--against', SUPERGRAPH])).toBe(0);
  expect(said).toEqual(['no operation of any client is broken']);
});

test('a field that goes is named, with each persisted operation that asks for it', async () => {
  expect(own).not.toBe(withoutField());
  const next = file('next.graphql', withoutField());
  expect(await runCommandLine(['schema', 'check', '--against', SUPERGRAPH, '--supergraph', next])).toBe(1);
  expect(said[0]).toBe('breaking change: User.firstName was removed.');
  expect(said).toContain('broken: partners/example Me: Cannot query field "firstName" on type "User". Did you mean "lastName"?');
  expect(said.at(-1)).toMatch(/^stoa: \d+ operations? of \d+ clients? would be broken$/);
});

test('what a gateway saw clients send counts too', async () => {
  const next = file('next.graphql', own.replace(/^ {2}lastName: String! @join__field.*\n/m, ''));
  const record = { client: 'ios', version: '3.1', operationName: null, id: 'f'.repeat(64), body: 'query Names { me { lastName } }' };
  const usage = file('usage', `${JSON.stringify({ ...record, count: 3, lastSeenOn: '2026-11-20' })}\n`);
  expect(await runCommandLine(['operations', 'check', '--against', SUPERGRAPH, '--supergraph', next, '--usage', usage])).toBe(1);
  expect(said).toContain(
    'broken: ios 3.1 Names (last seen on 2026-11-20): Cannot query field "lastName" on type "User". Did you mean "firstName"?',
  );
});
