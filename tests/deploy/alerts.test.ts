import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from '@jest/globals';

const ALERTS = 'deploy/prometheus/alerts.yml';
const RULES_TEST = 'deploy/prometheus/alerts.test.yml';
const DASHBOARDS = 'deploy/grafana';

/** What is rendered, as the page says that a test of its own holds against the truth. */
const described = new Map(
  [...readFileSync('docs/metrics.md', 'utf8').matchAll(/^\| `(\w+)` \| (\w+) \| (.*?) \|/gm)].map(([, name, kind, labels]) => [
    name!,
    { kind: kind!, labels: [...labels!.matchAll(/\w+/g)].map(([label]) => label) },
  ]),
);
/** Of Node's process and of Prometheus itself. */
const OTHERS = ['up', 'nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes', 'process_cpu_seconds_total'];
const OF_OTHERS = ['instance', 'job', 'le'];

const familyOf = (series: string): string => (described.has(series) ? series : series.replace(/_(bucket|sum|count)$/, ''));

/** What is wrong with an expression: a metric or a label that is not there, or a rate of what is no counter. */
function problemsOf(expr: string): string[] {
  const withoutText = expr.replace(/"[^"]*"/g, '""');
  const named = [...withoutText.matchAll(/\b(?:(?:stoa|gateway|nodejs|process)_\w+|up)\b/g)].map(([name]) => name);
  const unknown = named.filter((name) => !described.has(familyOf(name)) && !OTHERS.includes(name));
  const labelsOf = named.flatMap((name) => described.get(familyOf(name))?.labels ?? []);
  const used = [
    ...[...withoutText.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list]) => list!.split(', ')),
    ...[...withoutText.matchAll(/\{([^}]*)\}/g)].flatMap(([, list]) => [...list!.matchAll(/(\w+)(?==|!)/g)].map(([label]) => label)),
  ];
  const foreign = used.filter((label) => !labelsOf.includes(label) && !OF_OTHERS.includes(label));
  const rated = [...withoutText.matchAll(/(?:rate|increase)\((\w+)/g)].map(([, name]) => name!);
  // The cache counts since the last switch, and is a gauge by its kind for that.
  const uncounted = rated.filter((name) => described.get(familyOf(name))?.kind === 'gauge' && name !== 'gateway_cache');
  return [...unknown, ...foreign, ...uncounted.map((name) => `rate of ${name}`)].map((problem) => `${problem} in ${expr}`);
}

const alerts = readFileSync(ALERTS, 'utf8')
  .split(/^ {6}- alert: /m)
  .slice(1)
  .map((text) => ({
    name: /^\w+/.exec(text)![0],
    expr: /^ {8}expr: (?:\|\n((?: {10}.*\n)+)|(.*)\n)/m.exec(text)!.slice(1).find(Boolean)!.trim(),
    severity: /severity: (\w+)/.exec(text)?.[1],
    summary: /summary: (.*)/.exec(text)?.[1],
    runbook: /runbook: docs\/operate\.md#(\S+)/.exec(text)?.[1],
  }));

test('each alert looks at figures that are rendered', () => {
  expect(alerts.length).toBeGreaterThan(25);
  expect(alerts.flatMap(({ expr }) => problemsOf(expr))).toEqual([]);
});

test('each alert says how urgent it is, and has a runbook; each runbook has its alert', () => {
  const page = readFileSync('docs/operate.md', 'utf8');
  const runbooks = [...page.slice(page.indexOf('\n## Alerts\n')).matchAll(/^### (\w+)$/gm)].map(([, name]) => name!);
  expect(alerts.map(({ name }) => name).sort()).toEqual(runbooks.sort());
  for (const { name, severity, summary, runbook } of alerts) {
    expect([name, severity]).toEqual([name, expect.stringMatching(/^(page|ticket)$/)]);
    expect([name, runbook, summary !== undefined]).toEqual([name, name.toLowerCase(), true]);
  }
});

test('each alert is seen to fire, and to keep quiet', () => {
  const cases = [...readFileSync(RULES_TEST, 'utf8').matchAll(/^ {6}- alertname: (\w+)$/gm)].map(([, name]) => name);
  expect(cases.sort()).toEqual(alerts.map(({ name }) => name).sort());
});

test('each panel of the dashboards looks at figures that are rendered', () => {
  for (const file of readdirSync(DASHBOARDS)) {
    const { uid, panels } = JSON.parse(readFileSync(join(DASHBOARDS, file), 'utf8')) as {
      uid: string;
      panels: { id: number; title: string; targets: { expr: string }[] }[];
    };
    expect(uid).toBe(`stoa-${file.replace('.json', '')}`);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => problemsOf(expr)))).toEqual([]);
  }
});

test('a figure that does not exist, a label that it lacks and a rate of a gauge are found', () => {
  expect(problemsOf('sum by (event) (rate(stoa_events_published_total{event=~"a.*"}[5m]))')).toEqual([]);
  expect(problemsOf('max(stoa_nothing)')).toHaveLength(1);
  expect(problemsOf('max by (provider) (stoa_relay_alarm)')).toHaveLength(1);
  expect(problemsOf('stoa_relay_alarm{kind="x"}')).toHaveLength(1);
  expect(problemsOf('rate(stoa_relay_alarm[5m])')).toHaveLength(1);
});

const promtool = [
  process.env.STOA_PROMTOOL ?? '',
  ...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'promtool')),
].find((file) => file !== '' && existsSync(file));
// Debian has it in the package `prometheus`, which is too large to fetch for each run of the tests.
const withPromtool = promtool ? test : test.skip;

withPromtool('Prometheus takes the rules, and they fire and keep quiet as their test says', () => {
  expect(execFileSync(promtool!, ['check', 'rules', ALERTS], { encoding: 'utf8' })).toContain(`SUCCESS: ${alerts.length} rules found`);
  expect(execFileSync(promtool!, ['check', 'config', '--syntax-only', 'deploy/prometheus/prometheus.yml'], { encoding: 'utf8' })).toContain(
    'SUCCESS',
  );
  expect(execFileSync(promtool!, ['test', 'rules', RULES_TEST], { encoding: 'utf8' })).toContain('SUCCESS');
});
