import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { shop } from './testing/shop.ts';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';

let house: TestGateway;
beforeAll(async () => void (house = await startTestGateway(shop)));
afterAll(async () => house.close());
beforeEach(() => {
  for (const subgraph of Object.values(house.subgraphs)) subgraph.calls.length = 0;
});

const callsOf = (name: string): number => house.subgraphs[name]!.calls.length;

describe('a query over several subgraphs', () => {
  it('joins entities by either key, with inputs for what is computed', async () => {
    const answer = await house.ask(
      '{ products { id ... on Book { cost reviews { stars } } ... on Film { cost reviews { stars } } seller { name reviewCount } } }',
    );
    expect(answer).toEqual({
      data: {
        products: [
          { id: '1', cost: 500, reviews: [{ stars: 3 }, { stars: 1 }], seller: { name: 'Seller s1', reviewCount: 1 } },
          { id: '2', cost: 80, reviews: [], seller: { name: 'Seller s2', reviewCount: 2 } },
          { id: '3', cost: 448, reviews: [{ stars: 3 }, { stars: 1 }], seller: { name: 'Seller s1', reviewCount: 1 } },
        ],
      },
    });
  });

  it('asks about each entity once, however often it turns up', async () => {
    await house.ask('{ products { seller { name } } }');
    expect(callsOf('people')).toBe(1);
    expect(house.subgraphs['people']!.calls[0]!.variables['representations']).toEqual([
      { __typename: 'Seller', id: 's1' },
      { __typename: 'Seller', id: 's2' },
    ]);
  });

  it('asks a subgraph once for all entities that become due together', async () => {
    const answer = await house.ask(
      'query ($scale: Int) { products { seller { name } } search(text: "a") { ... on Seller { rating(scale: $scale) } ... on Product { seller { name } } } }',
      { scale: 3 },
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data!['search']).toEqual([{ seller: { name: 'Seller s1' } }, { rating: 2 }, { seller: { name: 'Seller s2' } }]);
    expect(callsOf('people')).toBe(1);
  });

  it('keeps what a client calls by the name of a key apart from the key', async () => {
    const answer = await house.ask(
      '{ product(id: 1) { id: name sku: id __typename: sku ... on Book { weight: cost cost: weight } } }'.replace(
        '__typename: sku',
        'kind: __typename',
      ),
    );
    expect(answer).toEqual({ data: { product: { id: 'Dune', sku: '1', kind: 'Book', weight: 500, cost: 300 } } });
  });

  it('asks one field twice with other arguments', async () => {
    const answer = await house.ask('query ($scale: Int!) { me { rating ten: rating(scale: $scale) } }', { scale: 10 });
    expect(answer).toEqual({ data: { me: { rating: 4, ten: 9 } } });
  });

  it('follows fragments, unions, skip and include', async () => {
    const answer = await house.ask(
      `query ($yes: Boolean!, $no: Boolean!) {
        search(text: "a") { __typename ...Named ... on Seller @include(if: $yes) { name } }
        me @skip(if: $yes) { name }
        products @include(if: $no) { name }
      }
      fragment Named on Product { name ... on Film @skip(if: $no) { minutes } ... on Book @include(if: $no) { pages } }`,
      { yes: true, no: false },
    );
    expect(answer).toEqual({
      data: {
        search: [
          { __typename: 'Book', name: 'Dune' },
          { __typename: 'Seller', name: 'Seller s2' },
          { __typename: 'Film', name: 'Alien', minutes: 117 },
        ],
      },
    });
  });

  it('answers introspection by itself, and shows nothing inaccessible', async () => {
    const answer = await house.ask(
      '{ __typename seller: __type(name: "Seller") { fields { name } } __schema { queryType { name } } me { name } }',
    );
    expect(answer).toEqual({
      data: {
        __typename: 'Query',
        seller: { fields: [{ name: 'id' }, { name: 'name' }, { name: 'rating' }, { name: 'reviewCount' }] },
        __schema: { queryType: { name: 'Query' } },
        me: { name: 'Seller s1' },
      },
    });
  });

  it('asks no subgraph when nothing needs one', async () => {
    expect(await house.ask('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
    expect(callsOf('catalog')).toBe(0);
  });
});

describe('what is wrong in an answer', () => {
  it('is null where null is allowed, with its path, code and service', async () => {
    const answer = await house.ask('{ here: broken me { name } }');
    expect(answer.data).toEqual({ here: null, me: { name: 'Seller s1' } });
    expect(answer.errors).toMatchObject([
      { path: ['here'], message: 'the disk is on fire', extensions: { code: 'INTERNAL_SERVER_ERROR', service: 'catalog' } },
    ]);
  });

  it('does not show a value that the graph hides', async () => {
    const answer = await house.ask('{ product(id: 1) { ... on Book { genre hidden: genre(secret: true) } } }');
    expect(answer.data).toEqual({ product: { genre: 'FICTION', hidden: null } });
    expect(answer.errors).toMatchObject([{ path: ['product', 'hidden'] }]);
    expect(JSON.stringify(answer)).not.toContain('SECRET');
  });

  it('nulls the parent of what may not be null, and says where it began', async () => {
    const answer = await house.ask('{ missing { id label inStock } }');
    expect(answer.errors).toBeUndefined();
    const failing = await house.ask('mutation { fail }');
    expect(failing.data).toBeNull();
    expect(failing.errors).toMatchObject([{ path: ['fail'], message: 'no' }]);
  });
});

describe('a mutation', () => {
  it('runs its fields one after the other, over subgraphs', async () => {
    const answer = await house.ask(
      'mutation { a: rename(id: 1, name: "X") { name ... on Book { cost } } ship(id: 1) b: rename(id: 2, name: "Y") { name } }',
    );
    expect(answer).toEqual({ data: { a: { name: 'X', cost: 500 }, ship: 'shipped 1', b: { name: 'Y' } } });
    expect(house.subgraphs['catalog']!.calls.map(({ query }) => query.startsWith('mutation'))).toEqual([true, true]);
  });

  it('does not go on when the whole answer is null already', async () => {
    const answer = await house.ask('mutation { fail ship(id: 1) }');
    expect(answer.data).toBeNull();
    expect(callsOf('shipping')).toBe(0);
  });
});
