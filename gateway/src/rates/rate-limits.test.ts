import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { request } from 'undici';
import WebSocket from 'ws';
import { shop } from '../testing/shop.ts';
import { type GraphqlAnswer, startTestGateway, type TestGateway } from '../testing/start-test-gateway.ts';
import { TokenIssuer } from '../testing/token-issuer.ts';

let house: TestGateway;
let issuer: TokenIssuer;
let nowMs = 0;

beforeAll(async () => {
  issuer = await new TokenIssuer().addKey('key');
  house = await startTestGateway(shop, {
    jwks: issuer.jwks,
    rates: { viewer: { cost: 100, seconds: 100 }, address: { cost: 20, seconds: 60 }, nowMs: () => nowMs },
    trustedProxies: 1,
  });
});
afterAll(async () => house.close());
// Everybody's bucket is full again.
beforeEach(() => void (nowMs += 3_600_000));

async function ask(query: string, headers: Record<string, string> = {}) {
  const response = await request(house.gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  const answer = (await response.body.json()) as GraphqlAnswer;
  return { status: response.statusCode, headers: response.headers, answer, code: answer.errors?.[0]?.extensions['code'] };
}

const bearer = async (sub: string) => ({ authorization: `Bearer ${await issuer.token({ sub })}` });

test('tells how much is left', async () => {
  const { headers } = await ask('{ sellers { id } }');
  expect(headers).toMatchObject({ 'ratelimit-policy': '"address";q=20;w=60', ratelimit: '"address";r=10;t=30' });
  expect(headers['retry-after']).toBeUndefined();
  expect((await ask('{ me { id } }', await bearer('u1'))).headers.ratelimit).toBe('"viewer";r=99;t=1');
});

test('refuses whoever has nothing left, until some of it has come back', async () => {
  for (let count = 0; count < 2; count++) expect((await ask('{ sellers { id } }')).status).toBe(200);
  const refused = await ask('{ me { id } }');
  expect([refused.status, refused.answer.errors]).toEqual([
    429,
    [{ message: 'Too much was asked for; try again in 1 seconds', extensions: { code: 'RATE_LIMITED', retryAfter: 1 } }],
  ]);
  expect(refused.headers).toMatchObject({ 'retry-after': '1', ratelimit: '"address";r=0;t=60' });
  nowMs += 1_000;
  expect((await ask('{ me { id } }')).status).toBe(200);
});

test('counts users and addresses each for themselves', async () => {
  for (let count = 0; count < 21; count++) await ask('{ me { id } }', { 'x-forwarded-for': '1.1.1.1' });
  const statuses = await Promise.all([
    ask('{ me { id } }', { 'x-forwarded-for': '1.1.1.1' }),
    ask('{ me { id } }', { 'x-forwarded-for': '1.1.1.1, 2.2.2.2' }),
    ask('{ me { id } }', { 'x-forwarded-for': '1.1.1.1', ...(await bearer('u1')) }),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([429, 200, 200]);
});

test('counts what is refused and tokens that are not good', async () => {
  expect((await ask('{ nothing }')).headers.ratelimit).toBe('"address";r=19;t=3');
  for (let count = 0; count < 19; count++) expect((await ask('{ me { id } }', { authorization: 'Bearer a.b.c' })).code).toBe('AUTH_001');
  expect((await ask('{ me { id } }', { authorization: 'Bearer a.b.c' })).code).toBe('RATE_LIMITED');
});

test('what comes at once cannot slip through together', async () => {
  const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await ask('{ sellers { id } }')).status));
  expect(statuses.filter((status) => status === 200)).toHaveLength(2);
});

test('does not look at what it has no room for', async () => {
  for (let count = 0; count < 2; count++) await ask('{ sellers { id } }');
  expect((await ask('{ this is no GraphQL')).code).toBe('RATE_LIMITED');
});

test('holds over a WebSocket', async () => {
  const client = createClient({ url: house.gateway.url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
  for (let count = 0; count < 2; count++) await ask('{ sellers { id } }', {});
  const results = client.iterate({ query: '{ me { id } }' });
  await expect(results.next()).rejects.toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfter: 1 } }]);
  await client.dispose();
});
