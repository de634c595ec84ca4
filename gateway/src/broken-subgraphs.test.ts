import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { shop } from './testing/shop.ts';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';
import { type Interceptor, SubgraphServer } from './testing/subgraph-server.ts';

let house: TestGateway;
beforeAll(async () => void (house = await startTestGateway(shop, { timeoutMs: 5_000 })));
afterAll(async () => house.close());
afterEach(() => {
  for (const subgraph of Object.values(house.subgraphs)) subgraph.intercept = undefined;
});

const unavailable = (service: string, ...path: (string | number)[]): unknown =>
  expect.objectContaining({ path, extensions: { code: 'SERVICE_UNAVAILABLE', service, retryAfter: 30 } });

const breakages: Record<string, Interceptor> = {
  'hangs up': (request) => Boolean(request.socket.destroy()),
  'answers HTML': (_, response) => Boolean(response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')),
  'answers half a body': (_, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('{"data":');
    setTimeout(() => response.destroy(), 20);
    return true;
  },
  'answers JSON that is no GraphQL': (_, response) => Boolean(response.end('[1, 2]')),
  'answers 200 MB': (_, response) => {
    response.writeHead(200);
    const chunk = Buffer.alloc(1024 * 1024, ' ');
    const send = (left: number): void => {
      if (left > 0 && !response.destroyed) response.write(chunk, () => send(left - 1));
    };
    send(200);
    return true;
  },
  'does not answer': () => true,
  'does not accept our signature': (_, response) =>
    Boolean(response.writeHead(401).end('{"errors":[{"message":"no","extensions":{"code":"UNAUTHENTICATED"}}]}')),
};

describe.each(Object.entries(breakages))('a subgraph that %s', (_name, intercept) => {
  it('leaves the rest of the answer whole', async () => {
    house.subgraphs['people']!.intercept = intercept;
    const answer = await house.ask('{ products { name seller { id name rating } } other: me { name } }');
    expect(answer.data).toEqual({
      products: ['Dune', 'Alien', 'Emma'].map((name) => ({ name, seller: null })),
      other: null,
    });
    expect(answer.errors).toEqual(
      expect.arrayContaining([unavailable('people', 'products', 0, 'seller', 'name'), unavailable('people', 'other')]),
    );
    expect(JSON.stringify(answer)).not.toContain('UNAUTHENTICATED');
  });
});

describe('a subgraph whose values others need', () => {
  it('fails what is computed from them, and only that', async () => {
    const { catalog } = house.subgraphs;
    catalog!.intercept = (_, response, body) => {
      if (!body.includes('weight')) return false;
      response.end(
        '{"data":{"products":[{"__typename":"Film","id":"2","name":"Alien","weight":null}]},"errors":[{"message":"scales broken","path":["products",0,"weight"],"extensions":{"code":"SCALES"}}]}',
      );
      return true;
    };
    const answer = await house.ask('{ products { name ... on Film { cost inStock } } }');
    expect(answer.data).toEqual({ products: [{ name: 'Alien', cost: null, inStock: true }] });
    expect(answer.errors).toMatchObject([
      { path: ['products', 0, 'cost'], message: 'scales broken', extensions: { code: 'SCALES', service: 'catalog' } },
    ]);
  });
});

describe('sending again', () => {
  it('is done once for a read when the connection broke before an answer', async () => {
    let attempts = 0;
    house.subgraphs['people']!.intercept = (request) => ++attempts === 1 && Boolean(request.socket.destroy());
    expect(await house.ask('{ me { name } }')).toEqual({ data: { me: { name: 'Seller s1' } } });
    expect(attempts).toBe(2);
  });

  it('is never done for a mutation', async () => {
    let attempts = 0;
    house.subgraphs['shipping']!.intercept = (request) => ++attempts > 0 && Boolean(request.socket.destroy());
    const answer = await house.ask('mutation { ship(id: 1) }');
    expect(answer).toEqual({ data: { ship: null }, errors: [unavailable('shipping', 'ship')] });
    expect(attempts).toBe(1);
  });
});

describe('replicas', () => {
  it('stand in for one that is down', async () => {
    const [catalog] = shop;
    const standIn = await new SubgraphServer(catalog).start();
    const gone = await new SubgraphServer(catalog).start();
    await gone.stop();
    const replicated = await startTestGateway([catalog], { subgraphs: { catalog: [gone.url, standIn.url] } });
    try {
      for (let round = 0; round < 4; round++)
        expect(await replicated.ask('{ product(id: 1) { name } }')).toEqual({ data: { product: { name: 'Dune' } } });
      expect(standIn.calls).toHaveLength(4);
    } finally {
      await replicated.close();
      await standIn.stop();
    }
  });
});

describe('in production', () => {
  it('does not tell what went wrong inside, but how to find it in the log', async () => {
    const production = await startTestGateway(shop, { production: true });
    try {
      const answer = await production.ask('{ broken }', undefined, {
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      });
      expect(answer.errors).toMatchObject([
        {
          message: 'Internal server error',
          path: ['broken'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', service: 'catalog', traceId: '0af7651916cd43dd8448eb211c80319c' },
        },
      ]);
      const refused = await production.ask('{ __schema { types { name } } prodcts { id } }');
      expect(refused.errors!.every(({ extensions }) => extensions['code'] === 'GRAPHQL_VALIDATION_FAILED')).toBe(true);
      expect(JSON.stringify(refused)).not.toContain('Did you mean');
    } finally {
      await production.close();
    }
  });
});
