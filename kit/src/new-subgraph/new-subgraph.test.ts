import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { namesFor } from './names.ts';
import { writeSubgraph } from './write-subgraph.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

let projects: string[] = [];
afterEach(() => {
  for (const project of projects) rmSync(project, { recursive: true, force: true });
  projects = [];
});

/** A project of its own that shares kit, contracts and packages with this one. */
function project(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stoa-new-subgraph-')));
  projects.push(folder);
  for (const path of ['node_modules', 'kit', 'tests', 'gateway']) symlinkSync(join(ROOT, path), join(folder, path));
  for (const path of ['jest.config.js', 'package.json', 'tsconfig.base.json', 'tsconfig.json'])
    cpSync(join(ROOT, path), join(folder, path));
  mkdirSync(join(folder, 'schema'));
  for (const path of ['events', 'commands', 'package.json', 'tsconfig.json', 'dist'])
    symlinkSync(join(ROOT, 'schema', path), join(folder, 'schema', path));
  mkdirSync(join(folder, 'cli'));
  writeFileSync(join(folder, 'cli', 'package.json'), '{ "dependencies": {} }');
  return folder;
}

const json = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'));

// Types are printed in the order of their names, so one that comes first and one that comes last are tried.
test('what is generated compiles and passes its tests unedited', () => {
  const folder = project();
  writeSubgraph(folder, namesFor('gift-cards'));
  writeSubgraph(folder, namesFor('zones', 'tax-zone'));
  const compiled = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'subgraphs/gift-cards', '--noEmit'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(compiled.stdout).toBe('');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const tested = spawnSync(process.execPath, [...flags, join(ROOT, 'node_modules/jest/bin/jest.js'), 'subgraphs/'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(tested.stderr).toContain('PASS subgraphs/gift-cards/src/conformance.test.ts');
  expect(tested.stderr).toContain('PASS subgraphs/zones/src/conformance.test.ts');
  expect(tested.stdout).toMatch(/^[1-9]\d* passed, 0 failed$/m);
}, 400_000);

test('it is known to the compiler and to the command line, and does not overwrite what is there', () => {
  const folder = project();
  writeSubgraph(folder, namesFor('wishes'));
  const references = (json(folder, 'tsconfig.json') as { references: { path: string }[] }).references.map(({ path }) => path);
  expect(references).toContain('subgraphs/wishes');
  expect(references.indexOf('subgraphs/wishes')).toBeLessThan(references.indexOf('cli'));
  expect(json(folder, 'cli', 'package.json')).toEqual({ dependencies: { '@stoa/wishes': '0.1.0' } });
  expect(() => writeSubgraph(folder, namesFor('wishes'))).toThrow('subgraphs/wishes is there already');
});

describe('the names', () => {
  test.each([
    ['reviews', 'review', 'Review', 'reviews'],
    ['wishes', 'wish', 'Wish', 'wishes'],
    ['companies', 'company', 'Company', 'companies'],
    ['gift-cards', 'gift-card', 'GiftCard', 'giftCards'],
    ['loyalty', 'loyalty', 'Loyalty', 'loyalties'],
  ])('of %s are those of one %s', (domain, file, Entity, many) => {
    expect(namesFor(domain)).toMatchObject({ domain, file, Entity, many });
  });

  test('can be told apart: a domain and its entity', () => {
    expect(namesFor('loyalty', 'stamp')).toMatchObject({
      domain: 'loyalty',
      Entity: 'Stamp',
      entity: 'stamp',
      many: 'stamps',
      table: 'stamp',
    });
  });

  test.each([undefined, '', 'Reviews', 'my_reviews', '../reviews', 'a b', '9'])('are refused when they are like %p', (domain) => {
    expect(() => namesFor(domain)).toThrow('kebab-case');
  });
});
