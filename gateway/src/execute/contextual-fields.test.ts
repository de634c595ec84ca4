import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestGateway, type TestGateway } from '../testing/start-test-gateway.ts';
import type { SubgraphDefinition } from '../testing/subgraph-server.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@key", "@external", "@context", "@fromContext", "@shareable"])\n';

const shops = [
  { id: '1', rate: { percent: 5 }, books: ['a', 'b'], seller: 'x' },
  { id: '2', rate: null, books: ['b', 'a'], seller: 'x' },
  { id: '3', rate: { percent: 5 }, books: ['b'], seller: null },
];

const catalog: SubgraphDefinition = {
  name: 'catalog',
  sdl: `${LINK}
    type Query { shops: [Shop!]! closed: Shop! }
    type Shop @key(fields: "id") @context(name: "holder") {
      id: ID! currency: String @external rate: Rate books: [Book!]! seller: Seller
    }
    type Seller @key(fields: "id") @context(name: "holder") { id: ID! currency: String @external best: Book rate: Rate }
    type Rate { percent: Int }
    type Book @key(fields: "id") {
      id: ID! pages: Int
      price(currency: String @fromContext(field: "$holder { currency }"), round: Boolean): String
      tax(percent: Int @fromContext(field: "$holder ... on Shop { rate { percent } } ... on Seller { rate { percent } }")): Int
    }
  `,
  resolvers: {
    Query: { shops: () => shops, closed: () => ({ id: '9', books: ['a'], rate: null, seller: null }) },
    Shop: {
      books: ({ books }: { books: string[] }) => books.map((id) => ({ id })),
      seller: ({ seller }: { seller: string | null }) => seller && { id: seller },
    },
    Seller: { best: () => ({ id: 'a' }), rate: () => ({ percent: 50 }) },
    Book: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      price: ({ id }: { id: string }, { currency, round }: { currency?: string; round?: boolean }) =>
        `${id} in ${currency}${round ? ', round' : ''}`,
      tax: (_: unknown, { percent }: { percent: number | null }) => percent,
      pages: ({ id }: { id: string }) => id.charCodeAt(0),
    },
  },
};

const money: SubgraphDefinition = {
  name: 'money',
  sdl: `${LINK}
    type Shop @key(fields: "id") { id: ID! currency: String }
    type Seller @key(fields: "id") { id: ID! currency: String }
  `,
  resolvers: {
    Shop: {
      __resolveReference: ({ id }: { id: string }) => (id === '9' ? null : { id }),
      currency: ({ id }: { id: string }) => {
        if (id === '3') throw new Error('no currency');
        return id === '1' ? 'EUR' : 'USD';
      },
    },
    Seller: { currency: () => 'INR' },
  },
};

let graph: TestGateway;

beforeAll(async () => (graph = await startTestGateway([catalog, money])));
afterAll(() => graph.close());

describe('a field that is given a value from an ancestor', () => {
  it('has for each place what belongs there, though it is the same object', async () => {
    const { data, errors } = await graph.ask('{ shops { id books { id pages tax cost: price(round: true) } } }');
    const book = (id: string, currency: string, tax: number | null) => ({
      id,
      pages: id.charCodeAt(0),
      tax,
      cost: `${id} in ${currency}, round`,
    });
    expect(data).toEqual({
      shops: [
        { id: '1', books: [book('a', 'EUR', 5), book('b', 'EUR', 5)] },
        { id: '2', books: [book('b', 'USD', null), book('a', 'USD', null)] },
        { id: '3', books: [{ id: 'b', pages: 98, tax: 5, cost: null }] },
      ],
    });
    // The value that could not be had is named where it was needed.
    expect(errors?.map(({ path, extensions }) => [path?.join('.'), extensions['service']])).toEqual([['shops.2.books.0.cost', 'money']]);
  });

  it('is null with an error where nobody has told the value, which is no null', async () => {
    const { data, errors } = await graph.ask('{ closed { currency books { pages tax price } } }');
    expect(data).toEqual({ closed: { currency: null, books: [{ pages: 97, tax: null, price: null }] } });
    const extensions = { code: 'INTERNAL_SERVER_ERROR', service: 'catalog' };
    expect(errors).toEqual([expect.objectContaining({ path: ['closed', 'books', 0, 'price'], extensions })]);
  });

  it('is given that of the nearest, and asked for once per combination of values', async () => {
    graph.subgraphs['catalog']!.calls.length = 0;
    const { data } = await graph.ask('{ shops { seller { best { price tax } } books { tax } } }');
    const best = { price: 'a in INR', tax: 50 };
    expect(data).toEqual({
      shops: [
        { seller: { best }, books: [{ tax: 5 }, { tax: 5 }] },
        { seller: { best }, books: [{ tax: null }, { tax: null }] },
        { seller: null, books: [{ tax: 5 }] },
      ],
    });
    const sent = graph.subgraphs['catalog']!.calls.flatMap(({ variables }) => Object.entries(variables));
    const representations = sent.flatMap(([name, value]) => (name.startsWith('representations') ? [(value as unknown[]).length] : []));
    expect(representations.sort()).toEqual([1, 2, 2]);
  });
});
