import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';
import type { SubgraphDefinition } from './testing/subgraph-server.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@requires", "@external"])\n';

const catalog: SubgraphDefinition = {
  name: 'catalog',
  sdl: `${LINK}
    type Query { lamp: Product! lamps: [Product]! }
    type Product { name: String! seller: Seller owner: Seller! }
    type Seller @key(fields: "id") { id: ID! }
  `,
  resolvers: {
    Query: { lamp: () => ({ name: 'Lamp' }), lamps: () => [{ name: 'Lamp' }] },
    Product: { seller: () => ({ id: 'hidden' }), owner: () => ({ id: 'hidden' }) },
  },
};

const people: SubgraphDefinition = {
  name: 'people',
  sdl: `${LINK}
    type Query { peopleVersion: String }
    type Seller @key(fields: "id") { id: ID! name: String! motto: String friends: [Seller!]! }
  `,
  resolvers: { Seller: { __resolveReference: () => null } },
};

const ledger: SubgraphDefinition = {
  name: 'ledger',
  sdl: `${LINK}
    type Query { ledgerVersion: String }
    type Seller @key(fields: "id") { id: ID! name: String! @external sales: Int! greeting: String @requires(fields: "name") }
  `,
  resolvers: { Seller: { sales: () => 3, greeting: ({ name }: { name: string }) => `Hello ${name}` } },
};

let house: TestGateway;
beforeAll(async () => void (house = await startTestGateway([catalog, people, ledger])));
afterAll(async () => house.close());

const NOT_FOUND = { message: 'There is no such thing, or it is not yours', extensions: { code: 'NOT_FOUND' } };

it('says of what a subgraph hides that it is not found, with null where null is allowed', async () => {
  const answer = await house.ask('{ lamp { name seller { id name motto } } }');
  expect(answer.data).toEqual({ lamp: { name: 'Lamp', seller: null } });
  expect(answer.errors).toEqual([{ ...NOT_FOUND, path: ['lamp', 'seller', 'name'], locations: expect.anything() }]);
});

it('goes up to the nearest place that may be null', async () => {
  const answer = await house.ask('{ lamps { name owner { friends { id } } } }');
  expect(answer.data).toEqual({ lamps: [null] });
  expect(answer.errors).toEqual([{ ...NOT_FOUND, path: ['lamps', 0, 'owner', 'friends'], locations: expect.anything() }]);
});

it('shows what others say of it, and null without an error for what may be null', async () => {
  expect(await house.ask('{ lamp { seller { id motto sales greeting } } }')).toEqual({
    data: { lamp: { seller: { id: 'hidden', motto: null, sales: 3, greeting: null } } },
  });
});
