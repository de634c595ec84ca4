import { expect, test } from '@jest/globals';
import { compose } from '../compose.ts';
import { startGateway } from '../start-gateway.ts';
import { type SubgraphDefinition, SubgraphServer } from '../testing/subgraph-server.ts';
import { boundedCalls } from './bounded-calls.ts';
import type { EntityGroup } from './group-entities.ts';

const groupOf = (...representations: string[]): EntityGroup => ({
  step: {} as EntityGroup['step'],
  places: [],
  representations,
  targets: representations.map((name) => [{ name }]),
});

const asked = (...groups: EntityGroup[]): string[][][] =>
  boundedCalls(groups, 3).map((call) => call.map(({ representations }) => [...representations]));

test('what fits into one call stays together, and nothing is lost where it does not', () => {
  expect(asked(groupOf('a', 'b'), groupOf('c'))).toEqual([[['a', 'b'], ['c']]]);
  expect(asked(groupOf('a', 'b', 'c', 'd', 'e', 'f', 'g'), groupOf('h'))).toEqual([[['a', 'b', 'c']], [['d', 'e', 'f']], [['g']], [['h']]]);
  const [, second] = boundedCalls([groupOf('a', 'b', 'c', 'd')], 3);
  expect(second![0]!.targets).toEqual([[{ name: 'd' }]]);
});

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])\n';
const things: SubgraphDefinition = {
  name: 'things',
  sdl: `${LINK} type Query { things: [Thing!]! } type Thing @key(fields: "id") { id: ID! }`,
  resolvers: { Query: { things: () => Array.from({ length: 2_500 }, (_, index) => ({ id: String(index) })) } },
};
const names: SubgraphDefinition = {
  name: 'names',
  sdl: `${LINK} type Query { unused: Int } type Thing @key(fields: "id") { id: ID! name: String }`,
  resolvers: { Thing: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `Thing ${id}` }) } },
};

test('a subgraph is asked about a thousand entities at a time, and the answer is whole', async () => {
  const servers = await Promise.all([things, names].map((definition) => new SubgraphServer(definition).start()));
  const { supergraphSdl } = compose(servers.map(({ definition, url }) => ({ name: definition.name, sdl: definition.sdl, url })));
  const gateway = await startGateway({ supergraphSdl });
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ things { name } }' }),
  });
  const { data } = (await response.json()) as { data: { things: { name: string }[] } };
  expect(data.things).toEqual(Array.from({ length: 2_500 }, (_, index) => ({ name: `Thing ${index}` })));
  const sizes = servers[1]!.calls.map(({ variables }) => (variables['representations'] as unknown[]).length);
  expect(sizes.sort((a, b) => a - b)).toEqual([500, 1_000, 1_000]);
  await gateway.close();
  await Promise.all(servers.map((server) => server.stop()));
});
