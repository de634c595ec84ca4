import { afterEach, describe, expect, it } from '@jest/globals';
import type { GatewayOptions } from './start-gateway.ts';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';
import type { SubgraphDefinition } from './testing/subgraph-server.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@override"])\n';

const field = (name: string, label?: string): string =>
  `${name}: String${label === undefined ? '' : ` @override(from: "old", label: "${label}")`}`;

const FIELDS = { never: 'percent(0)', always: 'percent(100)', half: 'percent(50)', also: 'percent(50)', chosen: 'moved-stock' };

function subgraph(name: string, query: string, labels: Partial<Record<string, string>>): SubgraphDefinition {
  const fields = Object.keys(FIELDS);
  return {
    name,
    sdl: `${LINK} type Query { ${query} } type Book @key(fields: "id") { id: ID! ${fields.map((each) => field(each, labels[each])).join(' ')} }`,
    resolvers: {
      Query: { book: () => ({ id: '1' }) },
      Book: Object.fromEntries(fields.map((each) => [each, () => name])),
    },
  };
}

const subgraphs = [subgraph('old', 'book: Book', {}), subgraph('new', 'other: Int', FIELDS)];

let house: TestGateway;
afterEach(() => house.close());

async function start(options?: Partial<GatewayOptions>): Promise<(query: string) => Promise<Record<string, string>>> {
  house = await startTestGateway(subgraphs, options);
  return async (query) => {
    const { data, errors } = await house.ask(`{ book { ${query} } }`);
    expect(errors).toBeUndefined();
    return data?.['book'] as Record<string, string>;
  };
}

describe('a field that another subgraph takes over by a label', () => {
  it('is left to chance by its percentage, once for all fields of a request', async () => {
    const ask = await start();
    const seen = new Set<string>();
    for (let count = 0; count < 50; count++) {
      const { never, always, half, also } = await ask('never always half also');
      expect([never, always]).toEqual(['old', 'new']);
      expect(also).toBe(half);
      seen.add(half!);
    }
    expect([...seen].sort()).toEqual(['new', 'old']);
  });

  it('is decided by the gateway’s host, where it says', async () => {
    let holds = false;
    const ask = await start({ decideOverride: (label) => (label === 'moved-stock' ? holds : undefined) });
    expect(await ask('chosen never always')).toEqual({ chosen: 'old', never: 'old', always: 'new' });
    holds = true;
    expect(await ask('chosen never always')).toEqual({ chosen: 'new', never: 'old', always: 'new' });
  });

  it('stays where it was, where nobody knows the label', async () => {
    const ask = await start();
    expect(await ask('chosen')).toEqual({ chosen: 'old' });
  });
});
