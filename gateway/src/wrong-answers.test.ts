import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { shop } from './testing/shop.ts';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';

let house: TestGateway;
beforeAll(async () => void (house = await startTestGateway(shop)));
afterAll(async () => house.close());
afterEach(() => {
  for (const subgraph of Object.values(house.subgraphs)) subgraph.intercept = undefined;
});

/** Lets a subgraph answer this to everything, under the names that it is asked to answer under. */
function answering(service: string, answer: unknown): void {
  house.subgraphs[service]!.intercept = (_, response, body) => {
    const asked = JSON.stringify(answer).replace(
      /"(rating|product)"/g,
      (_all, name: string) => `"${new RegExp(`\\w+_${name}\\b`).exec(body)?.[0] ?? name}"`,
    );
    return Boolean(response.writeHead(200, { 'content-type': 'application/json' }).end(asked));
  };
}

const entities = (...items: unknown[]): unknown => ({ data: { _entities: items } });
const errorOf = (service: string, code: string, ...path: (string | number)[]): unknown =>
  expect.objectContaining({ path, extensions: expect.objectContaining({ code, service }) });

const SELLER = '{ product(id: 1) { name seller { id rating } } }';
const NAMED_SELLER = '{ product(id: 1) { name seller { id name } } }';
const withSeller = (seller: unknown): unknown => ({ product: { name: 'Dune', seller } });

describe('a value that is wrong', () => {
  it.each([['high'], [{}], [[3]], [2 ** 40]])('%j for an Int is null with an error, and nothing else is', async (rating) => {
    answering('people', entities({ rating }));
    const answer = await house.ask(SELLER);
    expect(answer.data).toEqual(withSeller({ id: 's1', rating: null }));
    expect(answer.errors).toEqual([errorOf('people', 'INTERNAL_SERVER_ERROR', 'product', 'seller', 'rating')]);
  });

  it.each([[null], [{}], [[]]])('%j for a String! takes its object with it, and no more', async (name) => {
    answering('people', entities({ name }));
    const answer = await house.ask(NAMED_SELLER);
    expect(answer.data).toEqual(withSeller(null));
    expect(answer.errors).toEqual([errorOf('people', 'INTERNAL_SERVER_ERROR', 'product', 'seller', 'name')]);
  });

  it('a list for an object is null with an error', async () => {
    answering('catalog', { data: { product: [{ name: 'Dune' }] } });
    const answer = await house.ask('{ product(id: 1) { name } shippingVersion }');
    expect(answer.data).toEqual({ product: null, shippingVersion: '1' });
    expect(answer.errors).toEqual([errorOf('catalog', 'INTERNAL_SERVER_ERROR', 'product')]);
  });

  it('an object for a list that may not be null leaves nothing', async () => {
    answering('catalog', { data: { products: { name: 'Dune' } } });
    const answer = await house.ask('{ products { name } }');
    expect(answer).toEqual({ data: null, errors: [errorOf('catalog', 'INTERNAL_SERVER_ERROR', 'products')] });
  });

  it('an object of a type that it cannot be is null with an error', async () => {
    answering('catalog', { data: { product: { __typename: 'Seller', name: 'Dune' } } });
    const answer = await house.ask('{ product(id: 1) { name ... on Book { pages } } }');
    expect(answer).toEqual({ data: { product: null }, errors: [errorOf('catalog', 'INTERNAL_SERVER_ERROR', 'product')] });
  });
});

describe('entities', () => {
  it.each([
    ['too few', entities()],
    ['too many', entities({ rating: 1 }, { rating: 2 })],
    ['no list', { data: { _entities: { rating: 1 } } }],
    ['none at all', { data: {} }],
    ['something else', entities(5)],
    ['lists', entities([{ rating: 1 }])],
  ])('%s: what was asked of them fails, and what is known stays', async (_name, body) => {
    answering('people', body);
    const answer = await house.ask(SELLER);
    expect(answer.data).toEqual(withSeller({ id: 's1', rating: null }));
    expect(answer.errors).toEqual([errorOf('people', 'INTERNAL_SERVER_ERROR', 'product', 'seller', 'rating')]);
  });

  it('that are not found leave null, which is no error where null may be, and says so elsewhere', async () => {
    answering('people', entities(null));
    expect(await house.ask(SELLER)).toEqual({ data: withSeller({ id: 's1', rating: null }) });
    const answer = await house.ask(NAMED_SELLER);
    expect(answer.data).toEqual(withSeller(null));
    expect(answer.errors).toMatchObject([{ path: ['product', 'seller', 'name'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it('that fail one by one do so where each stands', async () => {
    const failed = { message: 'gone', path: ['_entities', 1], extensions: { code: 'GONE' } };
    answering('people', { data: { _entities: [{ name: 'Ann' }, null] }, errors: [failed] });
    const answer = await house.ask('{ products { seller { name } } }');
    expect(answer.data).toEqual({ products: [{ seller: { name: 'Ann' } }, { seller: null }, { seller: { name: 'Ann' } }] });
    expect(answer.errors).toEqual([errorOf('people', 'GONE', 'products', 1, 'seller', 'name')]);
  });
});

describe('an answer without data', () => {
  it('fails every field that was asked, with the code that was given', async () => {
    answering('people', { errors: [{ message: 'closed', extensions: { code: 'CLOSED' } }] });
    const answer = await house.ask('{ product(id: 1) { name seller { id rating high: rating(scale: 9) } } }');
    expect(answer.data).toEqual(withSeller({ id: 's1', rating: null, high: null }));
    expect(answer.errors).toEqual(['rating', 'high'].map((name) => errorOf('people', 'CLOSED', 'product', 'seller', name)));
  });
});
