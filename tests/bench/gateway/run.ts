import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { compose } from '@stoa/gateway/compose';
import { hintEverything } from '@stoa/gateway/testing/hint-everything';
import { freePort } from 'stoa/infrastructure/free-port';
import { contenders, installPeers, isPeer } from './contenders.ts';
import { type Figures, load, usedBy } from './load.ts';
import { type Running, start } from './processes.ts';
import { type BenchQuery, queries } from './queries.ts';
import { subgraphs } from './subgraphs.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(contenders).join() },
    query: { type: 'string', default: 'heavy,light' },
    connections: { type: 'string', default: '1,10,50' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    'warm-up': { type: 'string', default: '4' },
  },
});
const chosen = values.only.split(',');
const unknown = chosen.find((name) => !(name in contenders));
if (unknown) throw new Error(`there is no ${unknown}; there are ${Object.keys(contenders).join(', ')}`);
const levels = values.connections.split(',').map(Number);
const chosenQueries = queries.filter(({ name }) => values.query.split(',').includes(name));

const folder = mkdtempSync(join(tmpdir(), 'stoa-bench-gateway-'));
const supergraph = join(folder, 'supergraph.graphql');
const hinted = join(folder, 'hinted.graphql');
const running: Running[] = [];
const addresses: Record<string, string> = {};

interface Started extends Running {
  readonly name: string;
  readonly url: string;
}

/** What one process did with one kind of load. */
interface Round extends Figures {
  readonly cpuMs: number;
  readonly calls: number;
  readonly rssMb: number;
}

async function ask(url: string, query: string): Promise<string> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
  return response.text();
}

async function callsSoFar(): Promise<number> {
  const counts = await Promise.all(Object.values(addresses).map(async (url) => Number(await (await fetch(new URL('/calls', url))).text())));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function startSubgraphs(): Promise<void> {
  for (const { name } of subgraphs) {
    const port = await freePort();
    addresses[name] = `http://127.0.0.1:${port}/graphql`;
    const args = [join(import.meta.dirname, 'subgraph-process.ts'), name, String(port)];
    running.push(await start({ args, probeUrl: `http://127.0.0.1:${port}/calls` }));
  }
  const parts = subgraphs.map(({ name, sdl }) => ({ name, sdl, url: addresses[name]! }));
  const { supergraphSdl } = compose(parts);
  writeFileSync(supergraph, supergraphSdl);
  writeFileSync(hinted, hintEverything(supergraphSdl));
}

async function startContender(name: string): Promise<Started> {
  const port = await freePort();
  const started = await start(contenders[name]!({ port, supergraph, hinted, addresses }));
  return { ...started, name, url: `http://127.0.0.1:${port}/graphql` };
}

async function round({ pid, url }: Started, query: string, connections: number): Promise<Round> {
  const [before, callsBefore] = [usedBy(pid), await callsSoFar()];
  const figures = await load({ url, query, connections, seconds: Number(values.seconds) });
  const after = usedBy(pid);
  return {
    ...figures,
    cpuMs: (after.cpuMs - before.cpuMs) / figures.requests,
    calls: ((await callsSoFar()) - callsBefore) / figures.requests,
    rssMb: after.rssMb,
  };
}

const best = (rounds: readonly Round[]): Round => rounds.reduce((least, each) => (each.cpuMs < least.cpuMs ? each : least));

/** The floor runs in turn with each of the others, and the best round of either counts: what else the machine does is in both. */
async function compare(floor: Started, other: Started, { name, query }: BenchQuery, connections: number): Promise<void> {
  const rounds = { floor: [] as Round[], other: [] as Round[] };
  for (let count = 0; count < Number(values.rounds); count++) {
    rounds.floor.push(await round(floor, query, connections));
    if (other !== floor) rounds.other.push(await round(other, query, connections));
  }
  const reference = best(rounds.floor);
  const { perSecond, p50Ms, p99Ms, cpuMs, calls, rssMb } = other === floor ? reference : best(rounds.other);
  const figures = [perSecond.toFixed(0), p50Ms.toFixed(2), p99Ms.toFixed(2), cpuMs.toFixed(3), (cpuMs / reference.cpuMs).toFixed(2)];
  console.log(`| ${[other.name, name, connections, ...figures, calls.toFixed(2), rssMb.toFixed(0)].join(' | ')} |`);
}

async function refuseDifferentAnswers(floor: Started, other: Started, { name, query }: BenchQuery): Promise<void> {
  const [expected, text] = [await ask(floor.url, query), await ask(other.url, query)];
  if (isDeepStrictEqual(JSON.parse(text), JSON.parse(expected))) return;
  throw new Error(`${other.name} answers ${name} differently: ${text.slice(0, 2_000)}`);
}

try {
  if (chosen.some(isPeer)) installPeers();
  await startSubgraphs();
  const floor = await startContender('floor');
  running.push(floor);
  console.log(
    `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}, best of ${values.rounds} × ${values.seconds} s\n`,
  );
  console.log('| | query | connections | requests/s | p50 ms | p99 ms | CPU ms each | in floors | subgraph calls | RSS MB |');
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const name of Object.keys(contenders).filter((each) => chosen.includes(each))) {
    const contender = name === 'floor' ? floor : await startContender(name);
    try {
      for (const query of chosenQueries) {
        await refuseDifferentAnswers(floor, contender, query);
        await load({ ...contender, query: query.query, connections: 10, seconds: Number(values['warm-up']) });
        if (name !== 'floor') await load({ ...floor, query: query.query, connections: 10, seconds: 1 });
        for (const connections of levels) await compare(floor, contender, query, connections);
      }
    } finally {
      if (contender !== floor) await contender.stop();
    }
  }
} finally {
  for (const each of running) await each.stop();
  rmSync(folder, { recursive: true, force: true });
}
