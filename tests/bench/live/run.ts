import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { compose } from '@stoa/gateway/compose';
import { freePort } from 'stoa/infrastructure/free-port';
import { usedBy } from '../gateway/load.ts';
import { type Running, start } from '../gateway/processes.ts';
import { type Carrier, Received, receive } from './receivers.ts';
import { sdl } from './ticks.ts';

const { values } = parseArgs({
  options: {
    open: { type: 'string', default: '10000' },
    receivers: { type: 'string', default: '1000' },
    'per-second': { type: 'string', default: '20,100' },
    seconds: { type: 'string', default: '5' },
    carriers: { type: 'string', default: 'websocket,sse,multipart' },
  },
});
const carriers = values.carriers.split(',') as Carrier[];
const TOPICS = 100;
const WARM_UP = 200;
/** What was begun with is collected, and what goes on settles. */
const SETTLE_MS = 4_000;

const folder = mkdtempSync(join(tmpdir(), 'stoa-bench-live-'));
const supergraph = join(folder, 'supergraph.graphql');
const subgraphPort = await freePort();
const askSubgraph = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${subgraphPort}${path}`)).text();

/** A gateway of its own for each measurement, so that none counts another's memory. */
async function withGateway(work: (port: number, gateway: Running) => Promise<void>): Promise<void> {
  const port = await freePort();
  const args = [join(import.meta.dirname, '../../../cli/dist/main.js'), 'gateway', '--supergraph', supergraph, '--port', String(port)];
  const gateway = await start({ args, env: { LOG_LEVEL: 'warn' }, probeUrl: `http://127.0.0.1:${port}/healthz` });
  try {
    await work(port, gateway);
  } finally {
    await gateway.stop();
  }
}

async function open(port: number, carrier: Carrier, connections: number, perConnection: number, received: Received): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < connections) {
    const batch = Array.from({ length: Math.min(50, connections - sockets.length) }, (_, index) => {
      const first = (sockets.length + index) * perConnection;
      const topics = Array.from({ length: perConnection }, (__, offset) => (first + offset) % TOPICS);
      return receive(port, carrier, topics, received);
    });
    sockets.push(...(await Promise.all(batch)));
  }
  return sockets;
}

async function memory(carrier: Carrier, connections: number, perConnection: number): Promise<void> {
  await withGateway(async (port, { pid }) => {
    const received = new Received();
    const warm = await open(port, carrier, WARM_UP, 1, received);
    await askSubgraph(`/run?events=500&perSecond=500&topics=${TOPICS}`);
    await sleep(SETTLE_MS);
    const before = usedBy(pid).rssMb;
    const sockets = await open(port, carrier, connections, perConnection, received);
    await sleep(SETTLE_MS);
    const after = usedBy(pid).rssMb;
    const upstream = await askSubgraph('/listeners');
    const kilobytes = ((after - before) * 1_024) / (connections * perConnection);
    console.log(
      `| ${[carrier, connections * perConnection, connections, upstream, before.toFixed(0), after.toFixed(0), kilobytes.toFixed(1)].join(' | ')} |`,
    );
    for (const socket of [...warm, ...sockets]) socket.destroy();
  });
}

async function delay(carrier: Carrier, topics: number, perSecond: number): Promise<void> {
  const [receivers, seconds] = [Number(values.receivers), Number(values.seconds)];
  await withGateway(async (port, { pid }) => {
    const received = new Received();
    const sockets: Socket[] = [];
    while (sockets.length < receivers) {
      const size = Math.min(50, receivers - sockets.length);
      const batch = Array.from({ length: size }, (_, index) => receive(port, carrier, [(sockets.length + index) % topics], received));
      sockets.push(...(await Promise.all(batch)));
    }
    await sleep(500);
    await askSubgraph(`/run?events=${perSecond * 2}&perSecond=${perSecond}&topics=${topics}`);
    await sleep(1_000);
    received.delaysMs.length = 0;
    const before = usedBy(pid).cpuMs;
    await askSubgraph(`/run?events=${perSecond * seconds}&perSecond=${perSecond}&topics=${topics}`);
    await sleep(2_000);
    const cpuMs = usedBy(pid).cpuMs - before;
    const { delaysMs, endings } = received;
    delaysMs.sort((left, right) => left - right);
    const quantile = (share: number): string => (delaysMs[Math.floor(share * delaysMs.length)] ?? Number.NaN).toFixed(2);
    const each = receivers / topics;
    const share = delaysMs.length / (perSecond * seconds * each);
    const columns = [carrier, receivers, perSecond, each, (share * 100).toFixed(1), endings, quantile(0.5), quantile(0.99)];
    console.log(`| ${[...columns, ((cpuMs * 1_000) / delaysMs.length).toFixed(1)].join(' | ')} |`);
    for (const socket of sockets) socket.destroy();
  });
}

let subgraph: Running | undefined;
try {
  const url = `http://127.0.0.1:${subgraphPort}/graphql`;
  writeFileSync(supergraph, compose([{ name: 'ticks', sdl, url }]).supergraphSdl);
  const args = [join(import.meta.dirname, 'subgraph-process.ts'), String(subgraphPort)];
  subgraph = await start({ args, probeUrl: `http://127.0.0.1:${subgraphPort}/listeners` });
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}\n`);
  const total = Number(values.open);
  console.log('| carrier | subscriptions | connections | upstream | MB before | MB after | kB each |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const carrier of carriers) await memory(carrier, total, 1);
  if (carriers.includes('websocket')) await memory('websocket', total / TOPICS, TOPICS);
  console.log('\n| carrier | receivers | events/s | receivers of each | arrived % | ended early | p50 ms | p99 ms | CPU µs per delivery |');
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const topics of [TOPICS, 1]) {
    for (const perSecond of values['per-second'].split(',').map(Number)) {
      for (const carrier of carriers) await delay(carrier, topics, perSecond);
    }
  }
} finally {
  await subgraph?.stop();
  rmSync(folder, { recursive: true, force: true });
}
