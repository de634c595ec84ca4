import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { compose } from '@stoa/gateway/compose';
import { freePort } from 'stoa/infrastructure/free-port';
import { liveHeapMb } from './live-heap.ts';
import { load, usedBy } from './load.ts';
import { type Running, start } from './processes.ts';
import { queries } from './queries.ts';
import { subgraphs } from './subgraphs.ts';

/** What a gateway's memory does under load, and over reloads of its supergraph. */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    reloads: { type: 'string', default: '100' },
    connections: { type: 'string', default: '10' },
    samples: { type: 'string', default: '20' },
  },
});
const [seconds, reloads, connections, samples] = [values.seconds, values.reloads, values.connections, values.samples].map(Number) as [
  number,
  number,
  number,
  number,
];

const PATIENCE_MS = 60_000;
const ROOT = join(import.meta.dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'stoa-bench-memory-'));
const supergraph = join(folder, 'supergraph.graphql');
const running: Running[] = [];

interface Sample {
  readonly at: number;
  readonly rssMb: number;
  readonly heapMb: number;
}

async function startSubgraphs(): Promise<string> {
  const parts = [];
  for (const { name, sdl } of subgraphs) {
    const port = await freePort();
    const args = [join(import.meta.dirname, 'subgraph-process.ts'), name, String(port)];
    running.push(await start({ args, probeUrl: `http://127.0.0.1:${port}/calls` }));
    parts.push({ name, sdl, url: `http://127.0.0.1:${port}/graphql` });
  }
  return compose(parts).supergraphSdl;
}

class Gateway {
  readonly pid: number;
  readonly url: string;
  readonly metricsUrl: string;
  readonly inspectorPort: number;

  constructor(pid: number, port: number, metricsPort: number, inspectorPort: number) {
    this.pid = pid;
    this.url = `http://127.0.0.1:${port}/graphql`;
    this.metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
    this.inspectorPort = inspectorPort;
  }

  static async start(): Promise<Gateway> {
    const [port, metricsPort, inspectorPort] = [await freePort(), await freePort(), await freePort()];
    const args = [
      `--inspect=127.0.0.1:${inspectorPort}`,
      join(ROOT, 'cli', 'bin', 'stoa.js'),
      'gateway',
      '--supergraph',
      supergraph,
      '--port',
      String(port),
    ];
    const env = { LOG_LEVEL: 'error', STOA_MAX_COST: '1000000', STOA_METRICS_PORT: String(metricsPort) };
    const started = await start({ args, env, probeUrl: `http://127.0.0.1:${port}/healthz` });
    running.push(started);
    return new Gateway(started.pid, port, metricsPort, inspectorPort);
  }

  async figure(name: string): Promise<number> {
    const text = await (await fetch(this.metricsUrl)).text();
    return Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.split(' ')[1] ?? 0,
    );
  }

  async sample(at: number): Promise<Sample> {
    const heapMb = await liveHeapMb(this.inspectorPort);
    return { at, rssMb: usedBy(this.pid).rssMb, heapMb };
  }

  /** Puts another supergraph in the place of the one before, and waits until it is served. */
  async reload(sdl: string): Promise<void> {
    const switched = 'gateway_supergraph_reloads_total{outcome="switched"}';
    const before = await this.figure(switched);
    writeFileSync(`${supergraph}.next`, sdl);
    renameSync(`${supergraph}.next`, supergraph);
    for (const endsAtMs = Date.now() + PATIENCE_MS; (await this.figure(switched)) === before; await sleep(50)) {
      if (Date.now() > endsAtMs) throw new Error('the supergraph was not taken');
    }
  }

  ask(forSeconds: number, withConnections = connections): Promise<unknown> {
    const [heavy, light] = queries.map(({ query }) => query) as [string, string];
    const each = (query: string, count: number) => load({ url: this.url, query, connections: count, seconds: forSeconds });
    return Promise.all([each(heavy, Math.ceil(withConnections / 2)), each(light, Math.floor(withConnections / 2) || 1)]);
  }
}

/** What is alive on the heap, and what the process holds, early and late. */
function summary(what: string, unit: string, taken: readonly Sample[]): void {
  const third = Math.max(1, Math.floor(taken.length / 3));
  const mean = (of: readonly Sample[], key: 'rssMb' | 'heapMb'): string =>
    (of.reduce((sum, each) => sum + each[key], 0) / of.length).toFixed(1);
  const [early, late] = [taken.slice(0, third), taken.slice(-third)];
  console.log(`\n${what}: ${taken.at(-1)!.at.toFixed(0)} ${unit}`);
  console.log('| | first third | last third |\n| --- | --- | --- |');
  console.log(`| heap after a collection, MB | ${mean(early, 'heapMb')} | ${mean(late, 'heapMb')} |`);
  console.log(`| RSS, MB | ${mean(early, 'rssMb')} | ${mean(late, 'rssMb')} |`);
}

try {
  const sdl = await startSubgraphs();
  writeFileSync(supergraph, sdl);
  const gateway = await Gateway.start();
  console.log(
    `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}, ${connections} connections`,
  );
  await gateway.ask(Math.min(20, seconds / 4));
  const underLoad: Sample[] = [];
  for (let count = 1; count <= samples; count++) {
    await gateway.ask(seconds / samples);
    underLoad.push(await gateway.sample((seconds / samples) * count));
  }
  summary('Under load', 's', underLoad);
  const overReloads: Sample[] = [];
  for (let count = 1; count <= reloads; count++) {
    await Promise.all([gateway.reload(`${sdl}\n# ${count}\n`), gateway.ask(1, 2)]);
    overReloads.push(await gateway.sample(count));
  }
  summary('Over reloads, under a little load', 'reloads', overReloads);
} finally {
  for (const each of running) await each.stop();
  rmSync(folder, { recursive: true, force: true });
}
