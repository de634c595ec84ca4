import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Not ours to keep tidy: fetched, built or written by a run. */
const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.stoa', 'coverage']);
const MAX_LINES = 300;

/** Names that the world outside expects as they are. */
const GIVEN_NAMES = /^(README|ARCHITECTURE|CONTRIBUTING|SECURITY|CHANGELOG|LICENSE|Dockerfile|__snapshots__)(\.[a-z]+)*$|^\.[a-z]/;
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;

/** Words that say nothing of what a file is for, and so gather everything. */
const EMPTY_WORDS = /(^|[-.])(utils?|helpers?|common|managers?|services?|misc)([-.]|$)/;
/** Terms of the graph and of the trade that hold such a word. */
const TERMS = ['service-unavailable', 'to-service', 'service-account'];

/** Folders of somebody's machine have no meaning on another one. */
const HOME_OF_A_MACHINE = /(^|[\s"'`(=:])(\/home\/[a-z]|\/Users\/[A-Za-z]|\/root\/|\/work\/|[A-Z]:\\Users)/m;

/** What Postgres sorts as texts as it would without; a column's own name, as in `outbox.position`, sorts by the column. */
const SORTS_ALIKE = ['id', 'day'];

const files = filesBelow(ROOT);
const sources = files.filter((file) => /\.(ts|js|mjs|sh)$/.test(file) || file === '.ci/run');
const written = sources.filter((file) => !isGenerated(file));

test('there is something to look at', () => {
  expect(written).toContain('tests/tidy/tidy.test.ts');
  expect(written.length).toBeGreaterThan(50);
});

test('files and folders are named in kebab-case', () => {
  // What is printed is named after what it is printed of: a command, an event, a type.
  const parts = new Set(files.filter((file) => !isGenerated(file)).flatMap((file) => file.split('/')));
  expect([...parts].filter((part) => !KEBAB_CASE.test(part) && !GIVEN_NAMES.test(part))).toEqual([]);
});

test('names say what a file is for', () => {
  const names = files.map((file) => ({ file, name: TERMS.reduce((rest, term) => rest.replace(term, 'term'), basename(file)) }));
  expect(names.filter(({ name }) => EMPTY_WORDS.test(name)).map(({ file }) => file)).toEqual([]);
});

test(`no file that a person writes has more than ${MAX_LINES} lines`, () => {
  const lengths = written.map((file) => ({ file, lines: read(file).trimEnd().split('\n').length }));
  expect(lengths.filter(({ lines }) => lines > MAX_LINES)).toEqual([]);
});

test('no test stands alone, and none is left out without a reason beside it', () => {
  const alone = written.filter((file) => /\b(test|it|describe)\.only\b/.test(withoutStrings(read(file))));
  expect(alone).toEqual([]);
  const leftOut = written.flatMap((file) => {
    const lines = withoutStrings(read(file)).split('\n');
    return lines.flatMap((line, index) => {
      const isSkip = /\b(test|it|describe)\.(skip|todo)\b/.test(line);
      const hasReason = [line, lines[index - 1] ?? '', lines[index - 2] ?? ''].some((near) => near.includes('//'));
      return isSkip && !hasReason ? [`${file}:${index + 1}`] : [];
    });
  });
  expect(leftOut).toEqual([]);
});

test('nothing names a folder of the machine it was written on', () => {
  const texts = files.filter((file) => !/\.(png|jpg|gif|ico|pdf|woff2?)$/.test(file) && file !== 'tests/tidy/tidy.test.ts');
  expect(texts.filter((file) => HOME_OF_A_MACHINE.test(read(file)))).toEqual([]);
});

test('nothing is sorted by a number that was made a text, of which 10 comes before 9', () => {
  const sorted = written.flatMap((file) =>
    [...read(file).matchAll(/`[^`]*`/g)].flatMap(([statement]) => {
      const texts = [...statement.matchAll(/\b(\w+)::text as "?\1\b/g)]
        .map(([, name]) => name!)
        .filter((name) => !SORTS_ALIKE.includes(name));
      return texts
        .filter((name) => new RegExp(`order by ([\\w. ]+, )*${name}\\b(?!\\.)`).test(statement))
        .map((name) => `${file}: ${name}`);
    }),
  );
  expect(sorted).toEqual([]);
});

test('the lock file names no registry', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { resolved?: string }> };
  const named = Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined && /^https?:/.test(resolved));
  expect(named.map(([name]) => name)).toEqual([]);
});

test('the lock file knows the binaries of every platform, so that npm ci takes it on all of them', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { version?: string; optionalDependencies?: Record<string, string> }>;
  };
  const locked = new Set(
    Object.entries(packages).flatMap(([path, { version }]) => (version ? [path.replace(/^.*node_modules\//, '')] : [])),
  );
  const wanted = new Set(Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies)));
  // Where this fails, `npm run lock:complete` puts it right.
  expect([...wanted].filter((name) => !locked.has(name))).toEqual([]);
});

test('every dependency has an exact version', () => {
  const manifests = files.filter((file) => basename(file) === 'package.json');
  const loose = manifests.flatMap((file) => {
    const manifest = JSON.parse(read(file)) as Record<string, Record<string, string> | undefined>;
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    return Object.entries(all).flatMap(([name, version]) =>
      /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version) ? [] : [`${file}: ${name} ${version}`],
    );
  });
  expect(loose).toEqual([]);
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (NOT_OURS.has(entry.name) || entry.name.endsWith('.tsbuildinfo') || entry.name.endsWith('.log')) return [];
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [relative(ROOT, path)] : [];
  });
}

function isGenerated(file: string): boolean {
  return file.includes('/generated/') || file.endsWith('.generated.ts');
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** So that words in a text or a pattern, such as in this file, are not taken for code. The lines keep their numbers. */
function withoutStrings(code: string): string {
  return code.replace(/'[^'\n]*'|`[^`]*`|\/\\b[^\n]*?\/[a-z]*\.test/g, (text) => text.replace(/[^\n]/g, ' '));
}
