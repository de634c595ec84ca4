import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { keyringFor, type Viewer, verifyRequest } from '@stoa/kit/auth';
import { request } from 'undici';
import { shop } from './testing/shop.ts';
import { type GraphqlAnswer, startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';
import { TokenIssuer } from './testing/token-issuer.ts';

const roots = { v1: 'a root secret for this test' };
let house: TestGateway;
let issuer: TokenIssuer;

beforeAll(async () => {
  issuer = await new TokenIssuer().addKey('key');
  house = await startTestGateway(shop, {
    keyring: keyringFor('gateway', roots),
    jwks: issuer.jwks,
    corsOrigins: ['https://shop.test'],
    routes: [
      { method: 'POST', path: '/webhooks/:provider', service: 'people' },
      { method: 'GET', path: '/receipts/:id', service: 'people', authenticate: true },
    ],
    ready: async () => ({ postgres: 'ok', nats: isBrokerUp ? 'ok' : 'not connected' }),
    metrics: { contentType: 'text/plain', render: async () => 'up 1\n' },
  });
});
afterAll(async () => house.close());
beforeEach(() => void (house.subgraphs['people']!.requests.length = 0));

let isBrokerUp = true;
const origin = (): string => new URL(house.gateway.url).origin;
const JSON_TYPE = 'application/json';
const RESPONSE_TYPE = 'application/graphql-response+json';

async function post(body: string | Buffer, headers: Record<string, string> = {}, method: 'POST' | 'GET' = 'POST', path = '/graphql') {
  const response = await request(`${origin()}${path}`, {
    method,
    headers: { 'content-type': JSON_TYPE, ...headers },
    body: method === 'GET' ? undefined : body,
  });
  const text = await response.body.text();
  const isJson = String(response.headers['content-type']).includes('json');
  return { status: response.statusCode, headers: response.headers, text, answer: (isJson ? JSON.parse(text) : {}) as GraphqlAnswer };
}

const graphql = (query: string, headers: Record<string, string> = {}, variables?: unknown) =>
  post(JSON.stringify({ query, variables }), headers);
const codeOf = ({ answer }: { answer: GraphqlAnswer }): unknown => answer.errors?.[0]?.extensions['code'];

/** What the subgraph would make of the signature. */
function lastViewer(): Viewer {
  const { method, url, headers, body } = house.subgraphs['people']!.requests.at(-1)!;
  return verifyRequest((id) => keyringFor('people', roots).verificationKey(id), { callee: 'people', method, path: url, body, headers })
    .viewer;
}

describe('who asks', () => {
  it('stands in the signature of each call', async () => {
    await graphql('{ me { name } }', { authorization: `Bearer ${await issuer.token()}` });
    expect(lastViewer()).toMatchObject({ kind: 'user', userId: 'user-1', sellerId: 'seller-1' });
    await graphql('{ me { name } }');
    expect(lastViewer()).toMatchObject({ kind: 'anonymous' });
  });

  it('cannot be forged by headers', async () => {
    const forged = Buffer.from(JSON.stringify({ kind: 'system' })).toString('base64url');
    const headers = { 'x-viewer': forged, 'x-service-id': 'gateway', 'x-signature': 'x', 'x-user-id': '1' };
    await graphql('{ me { name } }', headers);
    expect(lastViewer()).toMatchObject({ kind: 'anonymous' });
    expect(house.subgraphs['people']!.requests.at(-1)!.headers['x-user-id']).toBeUndefined();
  });

  it('is refused for the whole request when the token is bad', async () => {
    for (const accept of [RESPONSE_TYPE, JSON_TYPE]) {
      const response = await graphql('{ me { name } }', { authorization: 'Bearer a.b.c', accept });
      expect(response.answer).toEqual({ errors: [{ message: 'Invalid or expired token', extensions: { code: 'AUTH_001' } }] });
      expect(response.status).toBe(accept === JSON_TYPE ? 200 : 401);
    }
  });
});

it('tells subgraphs where a mutation came from, and nothing of that with a read', async () => {
  const { requests } = house.subgraphs['catalog']!;
  const viewers = (): Viewer[] =>
    requests.splice(0).map(({ headers }) => JSON.parse(Buffer.from(String(headers['x-viewer']), 'base64url').toString('utf8')) as Viewer);
  requests.length = 0;
  await post(JSON.stringify({ query: '{ products { id } }' }), { 'user-agent': 'phone' });
  expect(viewers()).toEqual([expect.not.objectContaining({ address: expect.anything() })]);
  await post(JSON.stringify({ query: 'mutation { rename(id: 1, name: "new") { id } }' }), {
    'user-agent': 'phone',
    'x-forwarded-for': '192.0.2.7',
  });
  expect(viewers()).toEqual([expect.objectContaining({ userAgent: 'phone', address: '127.0.0.1' })]);
});

describe('GraphQL over HTTP', () => {
  it('answers in the media type that is accepted', async () => {
    for (const accept of [RESPONSE_TYPE, JSON_TYPE]) {
      const response = await graphql('{ me { name } }', { accept });
      expect(response.headers['content-type']).toBe(`${accept}; charset=utf-8`);
      expect(response.status).toBe(200);
    }
    expect((await graphql('{ me { name } }', { accept: 'image/png' })).status).toBe(406);
  });

  it.each([
    ['{ me { name }', {}, 'GRAPHQL_PARSE_FAILED'],
    ['{ nothing }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['query ($id: ID!) { product(id: $id) { name } }', {}, 'BAD_USER_INPUT'],
    ['query ($scale: Int) { me { rating(scale: $scale) } }', { scale: 2 ** 31 }, 'BAD_USER_INPUT'],
    ['query A { me { name } } query B { me { name } }', {}, 'BAD_USER_INPUT'],
  ])('refuses %s', async (query, variables, code) => {
    const response = await graphql(query, { accept: RESPONSE_TYPE }, variables);
    expect([response.status, codeOf(response)]).toEqual([400, code]);
    expect((await graphql(query, { accept: JSON_TYPE }, variables)).status).toBe(200);
  });

  it.each([
    '',
    '{',
    '[]',
    '[{"query":"{ me { name } }"}]',
    '{"query":1}',
    '{"query":"{ me { name } }","variables":[]}',
    '"text"',
  ])('refuses the body %j', async (body) => {
    const response = await post(body);
    expect([response.status, codeOf(response)]).toEqual([400, 'BAD_REQUEST']);
  });

  it('refuses what a foreign page may send without asking', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      expect((await post('{"query":"{ me { name } }"}', { 'content-type': type })).status).toBe(415);
    }
  });

  it('answers queries by GET, and nothing else', async () => {
    const ask = (query: string) => post('', {}, 'GET', `/graphql?${new URLSearchParams({ query, variables: '{}' })}`);
    expect((await ask('{ me { name } }')).answer).toEqual({ data: { me: { name: 'Seller s1' } } });
    expect((await ask('mutation { ship(id: 1) }')).status).toBe(405);
  });

  it('lets only named origins read answers', async () => {
    expect((await graphql('{ me { name } }', { origin: 'https://shop.test' })).headers['access-control-allow-origin']).toBe(
      'https://shop.test',
    );
    expect((await graphql('{ me { name } }', { origin: 'https://evil.test' })).headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('limits', () => {
  const aliases = (count: number, field: string): string => Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ');

  it.each([
    ['nothing that people ask', '{ products { ... on Book { reviews { author { name } } } } }', false],
    ['aliases', `{ me { ${aliases(51, 'name')} } }`, true],
    ['root fields', `{ ${aliases(26, 'me { id }')} }`, true],
    ['root fields of a mutation', `mutation { ${aliases(6, 'ship(id: 1)')} }`, true],
    [
      'root fields in fragments',
      `mutation { ...A ...B } fragment A on Mutation { ${aliases(3, 'ship(id: 1)')} } fragment B on Mutation { ...C } fragment C on Mutation { ${aliases(3, 'ship(id: 2)')} }`,
      true,
    ],
    ['repeated fields', `{ products { ${'seller { id } '.repeat(302)} } }`, true],
    ['repeated fields in fragments', `{ products { ${'... on Product { seller { id } } '.repeat(302)} } }`, true],
    ['fields that stand in many fragments', `{ products { ${'... on Product { id name seller { id } } '.repeat(50)} } }`, false],
    ['directives', `{ me { name ${'@skip(if: false) @include(if: true) '.repeat(26)} } }`, true],
    ['directives in fragments', `{ ${'...A @skip(if: false) '.repeat(26)} } fragment A on Query { me @skip(if: false) { id } }`, true],
    ['tokens', `{ me { ${'name '.repeat(4_100)} } }`, true],
    ['introspection by aliases', `{ ${aliases(26, '__schema { queryType { name } }')} }`, true],
  ])('of %s', async (_what, query, isRefused) => {
    const response = await graphql(query, { accept: RESPONSE_TYPE });
    expect([response.status, codeOf(response)]).toEqual(isRefused ? [400, 'OPERATION_TOO_LARGE'] : [200, undefined]);
  });

  it('of nesting that no parser would come back from', async () => {
    const response = await graphql(`{ ${'a { '.repeat(1_900)} id ${'}'.repeat(1_900)} }`, { accept: RESPONSE_TYPE });
    expect(codeOf(response)).toBe('OPERATION_TOO_LARGE');
  });

  it('of depth', async () => {
    const nested = (depth: number): string => (depth === 0 ? 'id' : `${depth % 2 ? 'author' : 'x'} { ${nested(depth - 1)} }`);
    const response = await graphql(`{ products { ${nested(14)} } }`, { accept: RESPONSE_TYPE });
    expect(codeOf(response)).toBe('OPERATION_TOO_LARGE');
  });

  it('of the body', async () => {
    const response = await graphql('{ me { name } }', {}, { text: 'x'.repeat(1024 * 1024) });
    expect([response.status, codeOf(response)]).toEqual([413, 'OPERATION_TOO_LARGE']);
  });

  it('let the usual introspection pass', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    expect((await graphql(getIntrospectionQuery())).answer.errors).toBeUndefined();
  });
});

describe('a route', () => {
  it('is forwarded with its very bytes, signed, without authority from outside', async () => {
    const { people } = house.subgraphs;
    people!.intercept = (_, response) =>
      Boolean(
        response.writeHead(202, { 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'], 'x-signature': 'inner' }).end('thanks'),
      );
    const body = '{"id": "evt_1",  "amount":1.50}\n';
    const response = await post(
      body,
      { 'stripe-signature': 't=1,v1=abc', authorization: 'Bearer a.b.c', 'x-viewer': 'forged', 'x-service-id': 'orders', cookie: 'c=3' },
      'POST',
      '/webhooks/stripe?live=1',
    );
    people!.intercept = undefined;
    expect([response.status, response.text, response.headers['set-cookie']]).toEqual([202, 'thanks', ['a=1', 'b=2']]);
    expect(response.headers['x-signature']).toBeUndefined();
    const received = people!.requests.at(-1)!;
    expect(received).toMatchObject({ method: 'POST', url: '/routes/webhooks/stripe?live=1', body });
    expect(received.headers).toMatchObject({ 'stripe-signature': 't=1,v1=abc', 'x-service-id': 'gateway', cookie: 'c=3' });
    expect(received.headers.authorization).toBeUndefined();
    expect(lastViewer()).toMatchObject({ kind: 'anonymous' });
  });

  it('can be told who asks', async () => {
    house.subgraphs['people']!.intercept = (_, response) => Boolean(response.end('%PDF'));
    const response = await post('', { authorization: `Bearer ${await issuer.token()}` }, 'GET', '/receipts/1');
    const refused = await post('', { authorization: 'Bearer a.b.c' }, 'GET', '/receipts/1');
    house.subgraphs['people']!.intercept = undefined;
    expect(response.text).toBe('%PDF');
    expect(lastViewer()).toMatchObject({ userId: 'user-1' });
    expect([refused.status, codeOf(refused)]).toEqual([401, 'AUTH_001']);
  });

  it('that nobody answers says so', async () => {
    house.subgraphs['people']!.intercept = (incoming) => Boolean(incoming.socket.destroy());
    const response = await post('{}', {}, 'POST', '/webhooks/stripe');
    house.subgraphs['people']!.intercept = undefined;
    expect([response.status, codeOf(response), response.headers['retry-after']]).toEqual([503, 'SERVICE_UNAVAILABLE', '30']);
  });
});

describe('health', () => {
  it('tells what does not work', async () => {
    expect((await post('', {}, 'GET', '/healthz')).status).toBe(200);
    expect((await post('', {}, 'GET', '/readyz')).status).toBe(200);
    isBrokerUp = false;
    const response = await post('', {}, 'GET', '/readyz');
    isBrokerUp = true;
    expect([response.status, response.answer]).toEqual([503, { status: 'not ready', parts: { postgres: 'ok', nats: 'not connected' } }]);
    expect((await post('', {}, 'GET', '/metrics')).text).toMatch(/^up 1\n/);
  });
});

describe('GraphiQL', () => {
  it('is what a browser gets, with scripts from here only', async () => {
    const page = await post('', { accept: 'text/html,*/*;q=0.8' }, 'GET');
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
    expect(sources).toHaveLength(3);
    for (const path of sources) expect((await post('', {}, 'GET', path)).status).toBe(200);
  });
});

it('a connection on which nothing was ever asked does not hold up the stop', async () => {
  const stopping = await startTestGateway(shop);
  const socket = connect(stopping.gateway.port, '127.0.0.1');
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  await stopping.close();
  await closed;
});
