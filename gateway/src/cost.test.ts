import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { type GraphqlAnswer, startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';
import type { SubgraphDefinition } from './testing/subgraph-server.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@cost", { name: "@listSize", as: "@size" }])\n';

const books: SubgraphDefinition = {
  name: 'books',
  sdl: `${LINK}
    type Query {
      book: Book
      books(first: Int = 5): [Book!]! @size(slicingArguments: ["first"])
      page(first: Int, input: PageInput): BookPage! @size(slicingArguments: ["first"], assumedSize: 4, sizedFields: ["nodes"])
      best: [Book!]! @size(assumedSize: 3)
      all: [Book!]!
      named(names: [String!] @cost(weight: 2)): Int
      report: Int @cost(weight: 50)
      product: Product
    }
    type Mutation { rename(name: String!): Book }
    input PageInput { order: String after: String @cost(weight: 7) }
    type BookPage { nodes: [Book!]! total: Int! }
    interface Product { id: ID! }
    type Book implements Product @key(fields: "id") { id: ID! title: String! author: Author }
    type Author @cost(weight: 3) { name: String! books: [Book!]! }
  `,
  resolvers: {
    Query: {
      book: () => book,
      books: (_: unknown, { first }: { first: number }) => Array.from({ length: Math.min(first, 2) }, () => book),
      page: () => ({ nodes: [book], total: 1 }),
      best: () => [book],
      all: () => [book],
      named: () => 1,
      report: () => 1,
      product: () => ({ __typename: 'Book', ...book }),
    },
    Mutation: { rename: () => book },
  },
};
const book = { id: '1', title: 'Emma', author: { name: 'Jane', books: [{ id: '1', title: 'Emma' }] } };

/** It makes the second subgraph that a federated graph has. */
const ratings: SubgraphDefinition = {
  name: 'ratings',
  sdl: `${LINK} type Query { ratings: Int } type Book @key(fields: "id") { id: ID! stars: Int @cost(weight: 4) }`,
  resolvers: { Book: { __resolveReference: (key: object) => key, stars: () => 5 } as never },
};

let house: TestGateway;
beforeAll(async () => void (house = await startTestGateway([books, ratings], { limits: { maxCost: 200, maxListItems: 60 } })));
afterAll(async () => house.close());

async function ask(query: string, variables?: unknown, extensions?: unknown) {
  const response = await request(house.gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables, extensions }),
  });
  return { status: response.statusCode, answer: (await response.body.json()) as GraphqlAnswer & { extensions?: { cost: unknown } } };
}

describe('an operation costs', () => {
  it.each([
    ['one for an object, nothing for a scalar', '{ book { id title } }', {}, 1, 1],
    ['what the type says', '{ book { author { name } } }', {}, 4, 4],
    ['what the field says', '{ report }', {}, 50, 50],
    ['what a field of another subgraph says', '{ book { stars } }', {}, 5, 5],
    ['ten more as a mutation', 'mutation { rename(name: "x") { id } }', {}, 11, 11],
    ['as much as the items asked for', '{ books(first: 20) { id } }', {}, 20, 2],
    ['as much as a variable asks for', 'query ($n: Int) { books(first: $n) { author { name } } }', { n: 10 }, 40, 8],
    ['the default where the variable is not given', 'query ($n: Int) { books(first: $n) { id } }', {}, 5, 2],
    ['the default of the argument', '{ books { id } }', {}, 5, 2],
    ['the size assumed', '{ best { id } }', {}, 3, 1],
    ['ten times an item of a list of which nothing is known', '{ all { author { name } } }', {}, 40, 4],
    ['for lists in lists', '{ best { author { books { id } } } }', {}, 42, 5],
    ['once for what is around a list', '{ page(first: 6) { total nodes { id } } }', {}, 7, 2],
    ['the assumed size of what is inside', '{ page { nodes { id } } }', {}, 5, 2],
    ['for arguments', '{ page(input: { after: "x" }) { nodes { id } } }', {}, 13, 10],
    [
      'for arguments in variables',
      'query ($i: PageInput!) { page(input: $i) { nodes { id } } }',
      { i: { order: 'x', after: 'x' } },
      13,
      10,
    ],
    ['for each item of an argument', '{ named(names: ["a", "b"]) }', {}, 4, 4],
    [
      'nothing for what is skipped',
      'query ($no: Boolean!) { report @include(if: $no) book @skip(if: true) { id } best { id } }',
      { no: false },
      3,
      1,
    ],
    [
      'once in the end for what fragments ask twice',
      '{ book { author { name } } ...B } fragment B on Query { book { author { name } } }',
      {},
      8,
      4,
    ],
    ['on an interface', '{ product { id ... on Book { author { name } } } }', {}, 4, 4],
    ['nothing for introspection', '{ __schema { types { name } } __typename }', {}, 0, 0],
  ])('%s', async (_what, query, variables, estimated, actual) => {
    const { answer } = await ask(query, variables, { cost: true });
    expect(answer.errors).toBeUndefined();
    expect(answer.extensions).toEqual({ cost: { estimated, actual } });
  });

  it('says so only when asked', async () => {
    expect((await ask('{ book { id } }')).answer).toEqual({ data: { book: { id: '1' } } });
  });
});

describe('an operation that may cost too much', () => {
  it.each([
    ['by its text', '{ books(first: 51) { author { name } } }', {}],
    ['by its variables', 'query ($n: Int) { books(first: $n) { author { name } } }', { n: 51 }],
  ])('is refused before it runs, %s', async (_how, query, variables) => {
    house.subgraphs['books']!.calls.length = 0;
    const { status, answer } = await ask(query, variables);
    expect([status, answer.errors?.[0]?.extensions]).toEqual([
      400,
      { code: 'COST_ESTIMATED_TOO_EXPENSIVE', cost: { estimated: 204, max: 200 } },
    ]);
    expect(house.subgraphs['books']!.calls).toEqual([]);
  });

  it('runs with smaller variables', async () => {
    const query = 'query ($n: Int) { books(first: $n) { author { name } } }';
    expect((await ask(query, { n: 50 })).status).toBe(200);
    expect((await ask(query, { n: 51 })).status).toBe(400);
    expect((await ask(query, { n: 1 })).status).toBe(200);
  });
});

describe('a list that is too long', () => {
  it.each([
    ['asked for', '{ books(first: 61) { id } }', {}],
    ['asked for in a variable', 'query ($n: Int) { page(first: $n) { total } }', { n: 61 }],
    ['given', 'query ($names: [String!]) { named(names: $names) }', { names: Array.from({ length: 61 }, () => 'x') }],
  ])('is refused when it is %s', async (_how, query, variables) => {
    const { status, answer } = await ask(query, variables);
    expect([status, answer.errors?.[0]?.extensions['code']]).toEqual([400, 'OPERATION_TOO_LARGE']);
  });
});
