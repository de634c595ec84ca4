import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { compose } from '@stoa/gateway/compose';
import { freePort } from 'stoa/infrastructure/free-port';
import { contenders, installPeers, isPeer } from './contenders.ts';
import { load, usedBy } from './load.ts';
import { type Running, start } from './processes.ts';
import { queries } from './queries.ts';
import { subgraphs } from './subgraphs.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(contenders).join() },
    query: { type: 'string', default: 'heavy,light' },
    connections: { type: 'string', default: '1,10,50' },
    seconds: { type: 'string', default: '5' },
    'warm-up': { type: 'string', default: '4' },
  },
});
const chosen = values.only.split(',');
const unknown = chosen.find((name) => !(name in contenders));
if (unknown) throw new Error(`there is no ${unknown}; there are ${Object.keys(contenders).join(', ')}`);
const levels = values.connections.split(',').map(Number);
const seconds = Number(values.seconds);
const chosenQueries = queries.filter(({ name }) => values.query.split(',').includes(name));

const folder = mkdtempSync(join(tmpdir(), 'stoa-bench-gateway-'));
const supergraph = join(folder, 'supergraph.graphql');
const running: Running[] = [];

async function ask(url: string, query: string): Promise<string> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
  return response.text();
}

async function callsOf(addresses: Readonly<Record<string, string>>): Promise<number> {
  const counts = await Promise.all(Object.values(addresses).map(async (url) => Number(await (await fetch(new URL('/calls', url))).text())));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function startSubgraphs(): Promise<Record<string, string>> {
  const addresses: Record<string, string> = {};
  for (const { name } of subgraphs) {
    const port = await freePort();
    addresses[name] = `http://127.0.0.1:${port}/graphql`;
    running.push(
      await start({
        args: [join(import.meta.dirname, 'subgraph-process.ts'), name, String(port)],
        probeUrl: `http://127.0.0.1:${port}/calls`,
      }),
    );
  }
  const parts = subgraphs.map(({ name, sdl }) => ({ name, sdl, url: addresses[name]! }));
  writeFileSync(supergraph, compose(parts).supergraphSdl);
  return addresses;
}

/** The floor's answers, which all others must give. */
const expected = new Map<string, unknown>();
/** The floor's CPU by query and connections. */
const floorCpuMs = new Map<string, number>();

async function measure(name: string, addresses: Record<string, string>): Promise<void> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/graphql`;
  const process = await start(contenders[name]!({ port, supergraph, addresses }));
  try {
    for (const { name: queryName, query } of chosenQueries) {
      const text = await ask(url, query);
      const answer: unknown = JSON.parse(text);
      if (!expected.has(queryName)) expected.set(queryName, answer);
      if (!isDeepStrictEqual(answer, expected.get(queryName)))
        throw new Error(`${name} answers ${queryName} differently: ${text.slice(0, 2_000)}`);
      await load({ url, query, connections: 10, seconds: Number(values['warm-up']) });
      for (const connections of levels) {
        const [before, callsBefore] = [usedBy(process.pid), await callsOf(addresses)];
        const { requests, perSecond, p50Ms, p99Ms } = await load({ url, query, connections, seconds });
        const after = usedBy(process.pid);
        const cpuMs = (after.cpuMs - before.cpuMs) / requests;
        const calls = ((await callsOf(addresses)) - callsBefore) / requests;
        const key = `${queryName} ${connections}`;
        if (name === 'floor') floorCpuMs.set(key, cpuMs);
        const floor = floorCpuMs.get(key);
        const cells = [
          name,
          queryName,
          connections,
          perSecond.toFixed(0),
          p50Ms.toFixed(2),
          p99Ms.toFixed(2),
          cpuMs.toFixed(3),
          floor === undefined ? '–' : (cpuMs / floor).toFixed(2),
          calls.toFixed(2),
          after.rssMb.toFixed(0),
          (text.length / 1_000).toFixed(1),
        ];
        console.log(`| ${cells.join(' | ')} |`);
      }
    }
  } finally {
    await process.stop();
  }
}

try {
  if (chosen.some(isPeer)) installPeers();
  const addresses = await startSubgraphs();
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${seconds} s each\n`);
  console.log('| | query | connections | requests/s | p50 ms | p99 ms | CPU ms each | in floors | subgraph calls | RSS MB | answer kB |');
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const name of Object.keys(contenders)) if (chosen.includes(name)) await measure(name, addresses);
} finally {
  for (const each of running) await each.stop();
  rmSync(folder, { recursive: true, force: true });
}
