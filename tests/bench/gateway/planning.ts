import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { Graph, isErrors } from '@stoa/gateway/graph';
import { loadSupergraph } from '@stoa/gateway/plan/supergraph';

/** What it costs to get an operation ready that was never seen before, by its size, and what it costs the second time. */
const SIZES = [1, 2, 4, 8, 16, 32];
const ROUNDS = 20;

const NO_LIMIT = Number.POSITIVE_INFINITY;
const limits = {
  ...{ maxDepth: NO_LIMIT, maxAliases: NO_LIMIT, maxRootFields: NO_LIMIT, maxDirectives: NO_LIMIT, maxTokens: NO_LIMIT },
  ...{ maxCost: NO_LIMIT, maxListSize: NO_LIMIT },
};
const supergraph = loadSupergraph(readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8'));
const log = { info: () => {}, warn: () => {}, error: console.error };

/** A new graph each time, so that nothing is known yet. */
function newGraph(): Graph {
  const environment = { transports: new Map(), log, masked: false };
  return new Graph(supergraph, environment as never, { limits: limits as never, introspection: false, capacity: 1_000 }, 1_000);
}

/** So many pages of products, each with what five subgraphs know of it. */
function operationOf(size: number): string {
  const product = 'id name price { amountMinor currency } seller { displayName } variants { id sku availability { inStock available } }';
  const pages = Array.from({ length: size }, (_, index) => `p${index}: products(first: 5) { nodes { ${product} } }`);
  return `query Of${size} { ${pages.join(' ')} }`;
}

function onceMs(graph: Graph, query: string): number {
  const began = performance.now();
  const ready = graph.ready({ query, variables: {} } as never);
  const took = performance.now() - began;
  if (ready instanceof Promise || isErrors(ready)) throw new Error(`it is not ready: ${JSON.stringify(ready)}`);
  return took;
}

const median = (times: number[]): number => times.sort((one, other) => one - other)[Math.floor(times.length / 2)]!;

console.log(`${cpus()[0]?.model}, Node ${process.version}, median of ${ROUNDS}\n`);
console.log('| pages | fields | subgraph calls | first time, ms | second time, µs |\n| --- | --- | --- | --- | --- |');
for (const size of SIZES) {
  const query = operationOf(size);
  const first: number[] = [];
  const second: number[] = [];
  let calls = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const graph = newGraph();
    first.push(onceMs(graph, query));
    second.push(onceMs(graph, query));
    const ready = graph.ready({ query, variables: {} } as never);
    if ('variant' in ready) calls = ready.variant.plan.calls.length;
  }
  const fields = query.match(/[a-zA-Z]\w*/g)!.length - 2 - 4 * size;
  console.log(`| ${size} | ${fields} | ${calls} | ${median(first).toFixed(2)} | ${(median(second) * 1_000).toFixed(1)} |`);
}
