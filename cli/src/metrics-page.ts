import { gatewayFamilies } from '@stoa/gateway/gateway-families';
import { Figures } from '@stoa/kit/figures';
import type { Family } from '@stoa/kit/observability';
import type { Manifest } from '@stoa/kit/subgraph';

/** Nobody reads what is only described. */
const NO_DATABASE = { connections: { used: 0, idle: 0, waiting: 0 }, query: async () => [] };

/** Of every process that runs subgraphs; a saga's only where there are sagas. */
export const kitFamilies = (): Family[] => familiesOf([]);

function familiesOf(declared: Manifest['figures']): Family[] {
  const figures = new Figures();
  figures.of({ name: 'any', figures: declared, jobs: [], sagaTables: ['saga'], database: NO_DATABASE });
  return figures.families();
}

/** `docs/metrics.md`. */
export function metricsPage(manifests: readonly Manifest[]): string {
  const common = new Set(kitFamilies().map(({ name }) => name));
  const own = manifests
    .map(({ name, figures }) => ({ name, families: familiesOf(figures).filter((family) => !common.has(family.name)) }))
    .filter(({ families }) => families.length > 0);
  return `# Metrics

What \`/metrics\` has, in Prometheus' text format; [operate.md](operate.md#figures) says where it is. Beside these stand the figures that
every process of Node has, \`process_…\` and \`nodejs_…\`, such as \`nodejs_eventloop_lag_p99_seconds\`. The page is made by \`npm run schema\` from the code.

A counter counts what its own process did since it started, so take \`sum(rate(…))\` over all of them. A gauge with the label \`subgraph\` that
is read from the database is the same at each replica, so take \`max by (subgraph)\`.

## The gateway

${table(gatewayFamilies())}

## Every subgraph

${table(kitFamilies())}
${own.map(({ name, families }) => `\n## ${name}\n\n${table(families)}\n`).join('')}`;
}

function table(families: readonly Family[]): string {
  const rows = families.map(
    ({ name, type, labelNames, help }) => `| \`${name}\` | ${type} | ${labelNames.map((label) => `\`${label}\``).join(', ')} | ${help} |`,
  );
  return ['| metric | kind | labels | |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
