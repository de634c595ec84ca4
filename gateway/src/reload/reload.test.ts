import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { compose } from '../compose.ts';
import { Documents } from '../documents/documents.ts';
import { Graph, isErrors } from '../graph.ts';
import { defaultLimits } from '../limits/check-limits.ts';
import { silentLog } from '../log.ts';
import type { Planner } from '../plan/planner.ts';
import type { LoadedSupergraph } from '../plan/supergraph.ts';
import { type Gateway, startGateway } from '../start-gateway.ts';
import { EventSource } from '../testing/event-source.ts';
import { type LiveStream, liveTransports } from '../testing/live-client.ts';
import { catalog, shipping } from '../testing/shop.ts';
import { onSomePort } from '../testing/start-test-gateway.ts';
import { type SubgraphDefinition, SubgraphServer } from '../testing/subgraph-server.ts';
import { SubgraphConnections } from '../transport/subgraph-connections.ts';
import { ServingGraph } from './serving-graph.ts';
import { supergraphFile } from './supergraph-source.ts';

const ticks = new EventSource<{ tick: number }>();

const clock = (field: string): SubgraphDefinition => ({
  name: 'clock',
  sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])
    type Query { ${field}: String slow: String }
    type Subscription { tick: Int }`,
  resolvers: {
    Query: { [field]: () => field, slow: () => new Promise((resolve) => setTimeout(() => resolve('at last'), 300)) },
    Subscription: { tick: { subscribe: () => ticks.listen() } },
  },
});

let folder: string;
let file: string;
let servers: SubgraphServer[] = [];
let gateway: Gateway;
const complaints: string[] = [];
const log = { ...silentLog, error: (_: unknown, message: string) => void complaints.push(message) };

const supergraphOf = (...of: SubgraphServer[]): string =>
  compose(of.map(({ definition, url }) => ({ name: definition.name, sdl: definition.sdl, url }))).supergraphSdl;

async function serve(definition: SubgraphDefinition): Promise<SubgraphServer> {
  const server = await new SubgraphServer(definition).start();
  servers.push(server);
  return server;
}

async function ask(query: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(gateway.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return response.json();
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isTrue()); tries++) {
    if (tries > 10_000) throw new Error('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Puts a whole file in the place of the one before, so that none is read which is only half written. */
function put(supergraphSdl: string): void {
  writeFileSync(`${file}.next`, supergraphSdl);
  renameSync(`${file}.next`, file);
}

const answers = async (query: string): Promise<boolean> => 'data' in ((await ask(query)) as object);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stoa-reload-'));
  file = join(folder, 'supergraph.graphql');
  complaints.length = 0;
  const supergraphSdl = supergraphOf(await serve(clock('morning')));
  writeFileSync(file, supergraphSdl);
  gateway = await onSomePort((port) => startGateway({ supergraphSdl, supergraph: supergraphFile(file), supergraphPollMs: 10, port, log }));
});

afterEach(async () => {
  ticks.end();
  await gateway.close();
  await Promise.all(servers.map((server) => server.stop()));
  servers = [];
  rmSync(folder, { recursive: true });
});

describe('a gateway that follows a file', () => {
  it('serves what is written there, put in the place of the one before, and finishes on the old one what is under way', async () => {
    expect(await answers('{ evening }')).toBe(false);
    const slow = ask('{ slow }');
    await until(() => servers[0]!.requests.length > 0);
    const evening = await serve(clock('evening'));
    put(supergraphOf(evening));
    await until(() => answers('{ evening }'));
    expect(await ask('{ evening }')).toEqual({ data: { evening: 'evening' } });
    expect(await slow).toEqual({ data: { slow: 'at last' } });
    expect(await answers('{ morning }')).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('keeps what it has when the new one is no supergraph, cannot be read, or names no address', async () => {
    put('type Query { evening: String }');
    await until(() => complaints.length === 1);
    rmSync(file);
    await until(() => complaints.length === 2);
    put(supergraphOf(servers[0]!).replaceAll('http://127.0.0.1', 'nowhere'));
    await until(() => complaints.length === 3);
    expect(complaints).toEqual([
      'the new supergraph cannot be served, the one of before stays',
      'the supergraph cannot be read, the one of before stays',
      'the new supergraph cannot be served, the one of before stays',
    ]);
    expect(await ask('{ morning }')).toEqual({ data: { morning: 'morning' } });
  });

  it.each(liveTransports)('tells who follows a subscription over $name to subscribe again', async (transport) => {
    const stream: LiveStream = transport.open(gateway.url, { query: 'subscription { tick }' });
    await until(() => ticks.listeners === 1);
    put(`${supergraphOf(servers[0]!)}\n# another one\n`);
    expect(await stream.endedBy).toBe('RECONNECT');
    await until(() => ticks.listeners === 0);
    const again = transport.open(gateway.url, { query: 'subscription { tick }' });
    await until(() => ticks.listeners === 1);
    ticks.emit({ tick: 1 });
    expect(await again.next()).toEqual(expect.objectContaining({ value: { data: { tick: 1 } } }));
    again.drop();
  });
});

describe('the graph that is served', () => {
  const sdl = compose([catalog, shipping].map((each) => ({ ...each, url: `http://${each.name}.test` }))).supergraphSdl;
  const serving = (change = (supergraph: LoadedSupergraph) => supergraph) =>
    new ServingGraph(sdl, {
      connections: new SubgraphConnections({}),
      log,
      timeoutMs: 10,
      makeGraph: (supergraph, transports) =>
        new Graph(
          change(supergraph),
          { transports, log, masked: false },
          { limits: defaultLimits, introspection: true, capacity: 100 },
          10,
          false,
          {},
          new Documents(),
        ),
    });
  const plans = ({ operations }: Graph): string[] =>
    [...operations.prepared([])].flatMap(({ operation }) => [...operation.variants.planned()].map(() => operation.text)).sort();
  const want = async (graphs: ServingGraph, query: string, variables = {}): Promise<void> =>
    expect(isErrors(await graphs.current.ready({ query, operationName: undefined, variables }))).toBe(false);

  it('has plans for what was wanted before it takes over, and what was wanted of it', async () => {
    const graphs = serving();
    const conditional = 'query ($all: Boolean!) { products { name @include(if: $all) } }';
    await want(graphs, '{ products { name } }');
    for (const all of [true, false]) await want(graphs, conditional, { all });
    expect(await graphs.replace(`${sdl}\n`)).toBe('switched');
    expect(plans(graphs.current)).toEqual(['{ products { name } }', conditional, conditional].sort());
    expect(await graphs.replace(`${sdl}\n`)).toBe('unchanged');
    await graphs.close();
  });

  it('refuses one that a plan fails on', async () => {
    let fails = false;
    const planner = (supergraph: LoadedSupergraph): Planner => ({
      plan(...operation) {
        if (fails) throw new Error('no plan');
        return supergraph.planner.plan(...operation);
      },
    });
    const graphs = serving((supergraph) => ({ ...supergraph, planner: planner(supergraph) }));
    const before = graphs.current;
    await want(graphs, '{ products { name } }');
    fails = true;
    expect(await graphs.replace(`${sdl}\n`)).toBe('refused');
    expect(graphs.current).toBe(before);
    await graphs.close();
  });

  it('keeps connections whose addresses stay, and closes the others once nobody waits for them', async () => {
    const graphs = serving();
    const before = ['catalog', 'shipping'].map((name) => graphs.current.environment.transports.get(name)!);
    let closed = 0;
    const close = before[1]!.close!.bind(before[1]);
    before[1]!.close = async () => {
      await close();
      closed++;
    };
    await graphs.replace(sdl.replace('http://shipping.test', 'http://other.test'));
    const after = ['catalog', 'shipping'].map((name) => graphs.current.environment.transports.get(name));
    expect([after[0] === before[0], after[1] === before[1]]).toEqual([true, false]);
    await until(() => closed === 1);
    await graphs.close();
    expect(closed).toBe(1);
  });

  it('leaves nothing of the one before', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const graphs = serving();
    await want(graphs, '{ products { name } }');
    const before = new WeakRef(graphs.current);
    await graphs.replace(`${sdl}\n`);
    await until(() => {
      collect();
      return before.deref() === undefined;
    });
    await graphs.close();
  });
});
