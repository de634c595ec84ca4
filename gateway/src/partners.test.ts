import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { createClient } from 'graphql-ws';
import { request } from 'undici';
import WebSocket from 'ws';
import { makeManifest } from './documents/make-manifest.ts';
import { shop } from './testing/shop.ts';
import { type GraphqlAnswer, startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';
import { TokenIssuer } from './testing/token-issuer.ts';

const schema = buildSchema('type Query { me: Seller sellers: [Seller!]! } type Seller { id: ID! name: String! }');
const manifestOf = (text: string) => makeManifest(schema, [{ name: 'test', text }]);
const WEB = manifestOf('query Name { me { name } }');
const ACME = manifestOf('query Sellers { sellers { id } }');
const OTHER = manifestOf('query Other { me { id } }');
const [SELLERS, NAME, OTHERS] = [ACME, WEB, OTHER].map(({ operations }) => operations[0]!);
const SELLERS_DATA = { sellers: [{ id: 's1' }, { id: 's2' }] };

let folder: string;
let house: TestGateway;
let issuer: TokenIssuer;
let nowMs = 1_000_000;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stoa-partners-'));
  mkdirSync(join(folder, 'partners'));
  const write = (name: string, manifest: object) => writeFileSync(join(folder, `${name}.json`), JSON.stringify(manifest));
  write('web', WEB);
  write('partners/acme', ACME);
  write('partners/other', OTHER);
  issuer = await new TokenIssuer().addKey('key');
  house = await startTestGateway(shop, {
    operations: folder,
    jwks: issuer.jwks,
    documents: { defaultMode: 'safelist', modes: { web: 'open' } },
    rates: { address: { cost: 1_000, seconds: 60 }, partner: { cost: 100, seconds: 60 }, nowMs: () => nowMs },
    findKeyHolder: async (key) => {
      const name = /^key of (\w+)$/.exec(key)?.[1];
      return name ? { name, ...(name === 'small' && { rate: { cost: 15, seconds: 60 } }) } : null;
    },
  });
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

async function ask(body: object, headers: Record<string, string> = {}) {
  const response = await request(house.gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const answer = (await response.body.json()) as GraphqlAnswer;
  return { status: response.statusCode, headers: response.headers, answer, code: answer.errors?.[0]?.extensions['code'] };
}

const acme = { 'x-api-key': 'key of acme' };

test('a partner may send its own operations, by id or by text', async () => {
  for (const body of [{ documentId: SELLERS!.id }, { query: SELLERS!.body }])
    expect((await ask(body, acme)).answer).toEqual({ data: SELLERS_DATA });
});

test('and nothing else, whoever it says it is', async () => {
  for (const name of [undefined, 'web', 'other', 'acme']) {
    const headers = { ...acme, ...(name && { 'graphql-client-name': name }) };
    for (const body of [{ query: NAME!.body }, { query: OTHERS!.body }, { query: '{ me { id } }' }, { query: '{ __typename }' }])
      expect(await ask(body, headers)).toMatchObject({ status: 403, code: 'QUERY_NOT_IN_SAFE_LIST' });
    for (const { id } of [NAME!, OTHERS!]) expect((await ask({ documentId: id }, headers)).code).toBe('PERSISTED_QUERY_NOT_FOUND');
  }
});

test('a key of a client without operations opens nothing', async () => {
  expect((await ask({ documentId: NAME!.id }, { 'x-api-key': 'key of nobody' })).code).toBe('PERSISTED_QUERY_NOT_FOUND');
});

test('without the key a partner’s operations are nobody’s', async () => {
  for (const name of [undefined, 'acme', 'partners/acme', 'web']) {
    const headers: Record<string, string> = name === undefined ? {} : { 'graphql-client-name': name };
    expect((await ask({ documentId: SELLERS!.id }, headers)).code).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect((await ask({ query: SELLERS!.body }, headers)).code).toBe('QUERY_NOT_IN_SAFE_LIST');
    expect((await ask({ documentId: NAME!.id }, headers)).status).toBe(200);
  }
});

test('a key that is not good is 401 and the same for whatever is wrong with it', async () => {
  const answers = await Promise.all(['', 'wrong', 'x'.repeat(5_000)].map((key) => ask({ documentId: SELLERS!.id }, { 'x-api-key': key })));
  for (const { status, answer } of answers) {
    expect(status).toBe(401);
    expect(answer).toEqual({ errors: [{ message: 'Invalid, expired or revoked API key', extensions: { code: 'API_KEY_INVALID' } }] });
  }
});

test('a key gives no rights of a user, and a token none of a partner', async () => {
  const { subgraphs } = house;
  const seen = () => Object.values(subgraphs).flatMap(({ requests }) => requests).length;
  const before = seen();
  const bearer = { authorization: `Bearer ${await issuer.token({ sub: 'u1' })}` };
  expect((await ask({ query: SELLERS!.body }, bearer)).code).toBe('QUERY_NOT_IN_SAFE_LIST');
  expect((await ask({ documentId: SELLERS!.id }, { ...acme, authorization: 'Bearer a.b.c' })).code).toBe('AUTH_001');
  expect((await ask({ documentId: SELLERS!.id }, { 'x-api-key': 'wrong', ...bearer })).code).toBe('API_KEY_INVALID');
  expect(seen()).toBe(before);
  expect((await ask({ documentId: SELLERS!.id }, { ...acme, ...bearer })).answer.data).toEqual(SELLERS_DATA);
});

test('a partner has a rate of its own, or that of its key', async () => {
  nowMs += 3_600_000;
  expect((await ask({ documentId: SELLERS!.id }, acme)).headers).toMatchObject({
    'ratelimit-policy': '"partner";q=100;w=60',
    ratelimit: '"partner";r=90;t=6',
  });
  const small = { 'x-api-key': 'key of small' };
  expect((await ask({ documentId: 'nothing' }, small)).headers['ratelimit-policy']).toBe('"partner";q=15;w=60');
  for (let count = 0; count < 14; count++) await ask({ documentId: 'nothing' }, small);
  expect(await ask({ documentId: 'nothing' }, small)).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
  expect((await ask({ documentId: SELLERS!.id }, acme)).status).toBe(200);
});

test('keys that are not good are counted for the address', async () => {
  nowMs += 3_600_000;
  const left = async () => Number(/r=(\d+)/.exec(String((await ask({ documentId: NAME!.id })).headers.ratelimit))![1]);
  const before = await left();
  for (let count = 0; count < 5; count++) await ask({ documentId: SELLERS!.id }, { 'x-api-key': 'wrong' });
  expect(await left()).toBe(before - 6);
});

test('what a partner gets by GET stays in its own cache', async () => {
  const response = await request(`${house.gateway.url}?documentId=${SELLERS!.id}`, { headers: acme });
  await response.body.dump();
  expect(response.headers['cache-control']).toBe('private, no-cache');
});

test.each([
  ['the payload', { connectionParams: acme }],
  ['a header', { headers: acme }],
])('holds over a WebSocket, with the key in %s', async (_where, {
  connectionParams,
  headers,
}: { connectionParams?: object; headers?: object }) => {
  class Socket extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol, { headers: { ...headers } });
    }
  }
  const url = house.gateway.url.replace('http', 'ws');
  const client = createClient({ url, webSocketImpl: Socket, connectionParams: { ...connectionParams }, retryAttempts: 0 });
  const one = async (body: { query: string; extensions?: Record<string, unknown> }) => (await client.iterate(body).next()).value;
  const extensions = { persistedQuery: { version: 1, sha256Hash: SELLERS!.id } };
  expect(await one({ query: '', extensions })).toEqual({ data: SELLERS_DATA });
  await expect(one({ query: NAME!.body })).rejects.toMatchObject([{ extensions: { code: 'QUERY_NOT_IN_SAFE_LIST' } }]);
  await client.dispose();
});

test('a WebSocket with a key that is not good is closed', async () => {
  const url = house.gateway.url.replace('http', 'ws');
  const client = createClient({ url, webSocketImpl: WebSocket, connectionParams: { 'x-api-key': 'wrong' }, retryAttempts: 0 });
  await expect(client.iterate({ query: '{ __typename }' }).next()).rejects.toMatchObject({ code: 4403 });
});

test('a gateway that knows no keys takes none', async () => {
  const plain = await startTestGateway(shop);
  const { errors } = await plain.ask('{ me { id } }', {}, acme);
  expect(errors?.[0]?.extensions['code']).toBe('API_KEY_INVALID');
  await plain.close();
});
