import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent, request } from 'undici';
import { shop } from './testing/shop.ts';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';

/** As Apollo's clients say it. */
const ACCEPT = 'multipart/mixed; deferSpec=20220824, application/json';

let house: TestGateway;
beforeAll(async () => void (house = await startTestGateway(shop, { limits: { maxCost: 150 } })));
afterAll(async () => house.close());
afterEach(() => {
  for (const subgraph of Object.values(house.subgraphs)) subgraph.intercept = undefined;
});

const send = (query: string, variables: object = {}, accept = ACCEPT, url = house.gateway.url): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query, variables }),
  });

interface Part {
  readonly data?: unknown;
  readonly incremental?: readonly unknown[];
  readonly hasNext?: boolean;
}

/** Reads parts as they come, as a client does: one is there when the boundary after it is. */
async function* partsOf(response: Response): AsyncGenerator<Part> {
  expect(response.headers.get('content-type')).toBe('multipart/mixed;boundary="graphql";deferSpec=20220824');
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body!) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const pieces = text.split('\r\n--graphql');
    text = pieces.pop()!;
    for (const piece of pieces) if (piece !== '') yield JSON.parse(piece.slice(piece.indexOf('\r\n\r\n'))) as Part;
  }
  expect(text).toBe('--\r\n');
}

async function allParts(query: string, variables?: object, url?: string): Promise<Part[]> {
  const parts: Part[] = [];
  for await (const part of partsOf(await send(query, variables, ACCEPT, url))) parts.push(part);
  return parts;
}

/** Keeps a subgraph from answering until it is told to. */
function holding(service: string): () => void {
  const subgraph = house.subgraphs[service]!;
  const held: (() => void)[] = [];
  subgraph.intercept = (_, response, body) => {
    const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
    held.push(() => void subgraph.answer(response, query, variables));
    return true;
  };
  return () => {
    subgraph.intercept = undefined;
    for (const answer of held) answer();
  };
}

const QUERY = 'query ($later: Boolean = true) { product(id: 1) { name ... @defer(label: "seller", if: $later) { seller { name } } } }';

describe('a deferred fragment', () => {
  it('comes when its subgraph has answered, and what is not deferred comes before', async () => {
    const release = holding('people');
    const parts = partsOf(await send(QUERY));
    expect((await parts.next()).value).toEqual({ data: { product: { name: 'Dune' } }, hasNext: true });
    release();
    const later = { data: { seller: { name: 'Seller s1' } }, path: ['product'], label: 'seller' };
    expect((await parts.next()).value).toEqual({ incremental: [later], hasNext: false });
    expect((await parts.next()).done).toBe(true);
  });

  it('comes for each object of a list, what is deferred within it after it', async () => {
    const [first, ...others] = await allParts(
      '{ products { id ...Later @defer } } fragment Later on Product { seller { id ... @defer(label: "deep") { name } } }',
    );
    expect(first).toEqual({ data: { products: [{ id: '1' }, { id: '2' }, { id: '3' }] }, hasNext: true });
    expect(others.flatMap(({ incremental }) => incremental)).toEqual([
      ...['s1', 's2', 's1'].map((id, index) => ({ data: { seller: { id } }, path: ['products', index] })),
      ...['s1', 's2', 's1'].map((id, index) => ({
        data: { name: `Seller ${id}` },
        path: ['products', index, 'seller'],
        label: 'deep',
      })),
    ]);
    expect(others.map(({ hasNext }) => hasNext)).toEqual([...others.slice(1).map(() => true), false]);
  });

  it('keeps its errors, and a null that bubbles up ends at it', async () => {
    house.subgraphs['people']!.intercept = (_, response) => Boolean(response.writeHead(500).end());
    const [first, second, third] = await allParts('{ product(id: 1) { name ... @defer { sku seller { rating name } } } }');
    expect(first).toEqual({ data: { product: { name: 'Dune' } }, hasNext: true });
    const error = (field: string) =>
      expect.objectContaining({
        path: ['product', 'seller', field],
        extensions: expect.objectContaining({ code: 'SERVICE_UNAVAILABLE', service: 'people' }),
      });
    const part = { data: { sku: 'b-1', seller: null }, path: ['product'], errors: [error('rating'), error('name')] };
    expect(second).toEqual({ incremental: [part], hasNext: false });
    expect(third).toBeUndefined();
  });

  it('of an object that is null is not waited for', async () => {
    const release = holding('shipping');
    const parts = await allParts('{ product(id: 77) { name ... on Book @defer { inStock } } }');
    release();
    expect(parts).toEqual([{ data: { product: null }, hasNext: false }]);
  });

  it('at the root comes later too', async () => {
    const [first, ...others] = await allParts('{ product(id: 1) { id } ... @defer { shippingVersion kind: __typename } }');
    expect(first).toEqual({ data: { product: { id: '1' } }, hasNext: true });
    expect(others.flatMap(({ incremental }) => incremental)).toEqual([{ data: { shippingVersion: '1', kind: 'Query' }, path: [] }]);
  });
});

describe('the whole answer comes at once', () => {
  const whole = { data: { product: { name: 'Dune', seller: { name: 'Seller s1' } } } };

  it.each(['application/json', '*/*', 'multipart/mixed;subscriptionSpec=1.0, application/json'])('for %s', async (accept) => {
    const response = await send(QUERY, {}, accept);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toEqual(whole);
  });

  it('where "if" is false', async () => {
    const response = await send(QUERY, { later: false });
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toEqual(whole);
  });

  it('of a mutation', async () => {
    const response = await send('mutation { rename(id: 1, name: "Dune II") { name ... on Book @defer { inStock } } }');
    expect(await response.json()).toEqual({ data: { rename: { name: 'Dune II', inStock: true } } });
  });
});

it('what is deferred counts as much as what is not', async () => {
  const inner = 'abcdefghij'.split('').map((name) => `${name}: products { id ...Later @defer }`);
  const response = await send(`{ ${inner.join(' ')} } fragment Later on Product { seller { id } }`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'COST_ESTIMATED_TOO_EXPENSIVE' } }] });
});

it('what may not be seen is kept back in its part', async () => {
  const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@authenticated"])';
  const guarded = await startTestGateway([
    {
      name: 'notes',
      sdl: `${link} type Query { note: Note } type Note { text: String secret: String @authenticated }`,
      resolvers: { Query: { note: () => ({ text: 'Hello', secret: 'psst' }) } },
    },
  ]);
  try {
    const [first, second] = await allParts('{ note { text ... @defer { secret } } }', {}, guarded.gateway.url);
    expect(first).toEqual({ data: { note: { text: 'Hello' } }, hasNext: true });
    const error = expect.objectContaining({ path: ['note', 'secret'], extensions: { code: 'UNAUTHENTICATED' } });
    expect(second).toEqual({ incremental: [{ data: { secret: null }, path: ['note'], errors: [error] }], hasNext: false });
  } finally {
    await guarded.close();
  }
});

it('when the client goes, what it waited for is given up', async () => {
  const subgraph = house.subgraphs['people']!;
  const given = Promise.withResolvers<void>();
  subgraph.intercept = (_, response) => {
    response.once('close', () => given.resolve());
    return true;
  };
  const agent = new Agent();
  const asked = request(house.gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: ACCEPT },
    body: JSON.stringify({ query: QUERY }),
    dispatcher: agent,
  });
  const { body } = await asked;
  const first = await body[Symbol.asyncIterator]().next();
  expect(String(first.value)).toContain('--graphql');
  await agent.destroy();
  await given.promise;
});
