import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A small house with one wrong wall for each rule: who imports what, and the rule that must speak up, or null where it is right. */
const IMPORTS: readonly (readonly [from: string, what: string, rule: string | null])[] = [
  ['subgraphs/orders/src/a.ts', 'subgraphs/payments/src/x.ts', 'a-subgraph-stands-on-kit-and-schema-only'],
  ['subgraphs/orders/src/b.ts', 'gateway/src/x.ts', 'a-subgraph-stands-on-kit-and-schema-only'],
  ['subgraphs/orders/src/c.ts', 'kit/src/x.ts', null],
  ['subgraphs/orders/src/d.ts', 'schema/events/x.ts', null],
  ['subgraphs/orders/src/e.ts', 'subgraphs/orders/src/other/x.ts', null],
  ['subgraphs/orders/src/f.test.ts', 'subgraphs/payments/src/x.ts', 'tests-of-a-subgraph-see-no-other-subgraph'],
  ['subgraphs/orders/src/g.test.ts', 'tests/setup/x.ts', null],
  ['subgraphs/orders/src/h.ts', 'type subgraphs/payments/src/x.ts', 'a-subgraph-stands-on-kit-and-schema-only'],
  ['kit/src/a.ts', 'schema/events/x.ts', 'the-kit-knows-no-domain'],
  ['kit/src/b.ts', 'subgraphs/orders/src/other/x.ts', 'the-kit-knows-no-domain'],
  ['kit/src/c.test.ts', 'tests/setup/x.ts', null],
  ['gateway/src/a.ts', 'schema/commands/x.ts', 'the-gateway-knows-no-domain'],
  ['gateway/src/b.ts', 'kit/src/x.ts', null],
  ['schema/commands/a.ts', 'subgraphs/orders/src/other/x.ts', 'schema-stands-on-the-kit-only'],
  ['schema/commands/b.ts', 'kit/src/x.ts', null],
  ['sandbox/src/a.ts', 'kit/src/x.ts', 'the-sandbox-stands-alone'],
  ['web/src/a.ts', 'sandbox/src/x.ts', 'only-the-command-line-and-tests-import-the-sandbox'],
  ['cli/src/a.ts', 'sandbox/src/x.ts', null],
  ['kit/src/subgraph/a.ts', '@nats-io/jetstream', 'the-broker-stays-inside-the-bus'],
  ['kit/src/events/a.ts', '@nats-io/jetstream', null],
  ['subgraphs/orders/src/order/order.machine.ts', 'node:fs', 'decisions-and-contracts-do-no-io'],
  ['subgraphs/orders/src/order/order.policy.ts', '@mikro-orm/postgresql', 'decisions-and-contracts-do-no-io'],
  ['subgraphs/orders/src/hold/hold.policy.ts', 'type @mikro-orm/postgresql', null],
  ['subgraphs/orders/src/order/order.entity.ts', '@mikro-orm/postgresql', null],
  ['schema/events/a.ts', 'node:http', 'decisions-and-contracts-do-no-io'],
  ['schema/events/b.ts', 'undici', 'decisions-and-contracts-do-no-io'],
  ['kit/src/cycle/a.ts', 'kit/src/cycle/b.ts', 'no-cycles'],
  // A cycle is told once, where it was first met.
  ['kit/src/cycle/b.ts', 'kit/src/cycle/a.ts', null],
  ['kit/src/circle/a.ts', 'type kit/src/circle/b.ts', null],
  ['kit/src/circle/b.ts', 'kit/src/circle/a.ts', null],
  ['kit/src/d.ts', 'kit/src/nowhere.ts', 'every-import-is-found'],
  ['cli/src/b.ts', 'cli/src/x.test.ts', 'no-test-in-the-product'],
];

let house: string;
let broken: Map<string, string>;

beforeAll(() => {
  house = realpathSync(mkdtempSync(join(tmpdir(), 'stoa-boundaries-')));
  write('package.json', '{ "type": "module" }');
  cpSync(join(ROOT, '.dependency-cruiser.js'), join(house, '.dependency-cruiser.js'));
  for (const name of ['@nats-io/jetstream', '@mikro-orm/postgresql', 'undici']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'export const x = 1;');
  }
  const written = new Set(IMPORTS.map(([from]) => from));
  for (const [from, what] of IMPORTS) {
    const target = what.replace('type ', '');
    if (target.endsWith('.ts') && !target.includes('nowhere') && !written.has(target)) write(target, 'export const x = 1;');
    const specifier = target.endsWith('.ts') ? relative(dirname(from), target).replace(/^(?!\.)/, './') : target;
    write(from, `import ${what === target ? '' : 'type '}{ x } from '${specifier}';\nexport const y: typeof x = x;\n`);
  }
  const folders = ['kit', 'schema', 'gateway', 'sandbox', 'cli', 'subgraphs', 'web'];
  const cruise = spawnSync(process.execPath, [join(ROOT, 'node_modules/.bin/depcruise'), '--output-type', 'json', ...folders], {
    cwd: house,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const { summary } = JSON.parse(cruise.stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  broken = new Map(summary.violations.map(({ from, rule }) => [from, rule.name]));
});

afterAll(() => rmSync(house, { recursive: true, force: true }));

function write(file: string, content: string): void {
  mkdirSync(dirname(join(house, file)), { recursive: true });
  writeFileSync(join(house, file), content);
}

test.each(IMPORTS)('%s importing %s: %s', (from, _what, rule) => {
  expect(broken.get(from) ?? null).toBe(rule);
});
