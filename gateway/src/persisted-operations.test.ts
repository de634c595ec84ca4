import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { createClient } from 'graphql-ws';
import { request } from 'undici';
import WebSocket from 'ws';
import { makeManifest } from './documents/make-manifest.ts';
import { followManifests } from './documents/manifest-folder.ts';
import { silentLog } from './log.ts';
import { shop } from './testing/shop.ts';
import { type GraphqlAnswer, startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';

const NAME = 'query Name { me { name } }';
const SELLERS = 'query Sellers($scale: Int) { sellers { id rating(scale: $scale) } }';
const RESPONSE_TYPE = 'application/graphql-response+json';
const schema = buildSchema(
  'type Query { me: Seller sellers: [Seller!]! } type Seller { id: ID! name: String! rating(scale: Int = 5): Int }',
);
const manifestOf = (...texts: string[]) => makeManifest(schema, [{ name: 'test', text: texts.join('\n') }]);
const idOf = (text: string): string => manifestOf(text).operations[0]!.id;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

let folder: string;
let house: TestGateway;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stoa-operations-'));
  write('web', NAME, SELLERS);
  write('kiosk', NAME);
  house = await startTestGateway(shop, {
    operations: folder,
    operationsPollMs: 20,
    documents: { defaultMode: 'apq', modes: { kiosk: 'safelist', plain: 'open' } },
  });
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(client: string, ...texts: string[]): void {
  writeFileSync(join(folder, `${client}.json`), JSON.stringify(manifestOf(...texts)));
}

interface Sent {
  readonly client?: string;
  readonly headers?: Record<string, string>;
  readonly of?: TestGateway;
}

async function post(body: unknown, { client, headers, of = house }: Sent = {}) {
  const response = await request(of.gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(client && { 'apollographql-client-name': client }), ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.statusCode, answer: (await response.body.json()) as GraphqlAnswer };
}

async function get(parameters: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await request(`${house.gateway.url}?${new URLSearchParams(parameters)}`, { headers });
  return { status: response.statusCode, headers: response.headers, text: await response.body.text() };
}

const apq = (hash: string, query?: string) => ({ query, extensions: { persistedQuery: { version: 1, sha256Hash: hash } } });
const codeOf = ({ answer }: { answer: GraphqlAnswer }): unknown => answer.errors?.[0]?.extensions['code'];
const MY_NAME = { data: { me: { name: 'Seller s1' } } };

describe('a persisted operation', () => {
  it('is run by its id, however the id is sent', async () => {
    const id = idOf(NAME);
    for (const body of [{ documentId: id }, { documentId: `sha256:${id}` }, apq(id), { ...apq(id), query: '' }]) {
      expect((await post(body)).answer).toEqual(MY_NAME);
    }
    const scaled = await post({ documentId: idOf(SELLERS), operationName: 'Sellers', variables: { scale: 3 } });
    expect(scaled.answer.data).toEqual({ sellers: [expect.objectContaining({ rating: 2 }), expect.objectContaining({ rating: 2 })] });
  });

  it('has the variables checked like any other', async () => {
    expect(codeOf(await post({ documentId: idOf(SELLERS), variables: { scale: 'x' } }))).toBe('BAD_USER_INPUT');
    expect(codeOf(await post({ documentId: idOf(SELLERS), operationName: 'Nobody' }))).toBe('BAD_USER_INPUT');
  });

  it('is run over a WebSocket', async () => {
    const client = createClient({ url: house.gateway.url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
    const results = client.iterate({ query: '', extensions: apq(idOf(NAME)).extensions });
    expect((await results.next()).value).toEqual(MY_NAME);
    await client.dispose();
  });

  it('that nobody knows is not found', async () => {
    expect(await post({ documentId: 'nothing' }, { headers: { accept: RESPONSE_TYPE } })).toEqual({
      status: 400,
      answer: { errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] },
    });
    expect((await post({ documentId: 'nothing' })).status).toBe(200);
  });

  it.each([
    [{ documentId: 7 }],
    [{ documentId: '' }],
    [{ extensions: { persistedQuery: 'hash' } }],
    [{ extensions: { persistedQuery: { version: 1 } } }],
    [{ documentId: idOf(NAME), query: '{ me { id } }' }],
  ])('is refused when it is asked for by %j', async (body) => {
    const response = await post(body);
    expect([response.status, codeOf(response)]).toEqual([400, 'BAD_REQUEST']);
  });
});

describe('by GET', () => {
  it('may be kept by caches, which ask whether it is still good', async () => {
    const first = await get({ documentId: idOf(NAME) });
    expect([first.status, JSON.parse(first.text)]).toEqual([200, MY_NAME]);
    expect(first.headers).toMatchObject({ 'cache-control': 'public, no-cache', vary: 'Accept, Authorization' });
    const second = await get({ documentId: idOf(NAME) }, { 'if-none-match': `"other", W/${String(first.headers.etag)}` });
    expect([second.status, second.text]).toEqual([304, '']);
    expect((await get({ documentId: idOf(NAME) }, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it.each([
    [{ query: '{ broken }' }],
    [{ query: NAME }],
    [{ extensions: JSON.stringify(apq(sha256('nothing')).extensions) }],
  ])('nothing else may be kept: %j', async (parameters) => expect((await get(parameters)).headers['cache-control']).toBe('no-store'));
});

describe('an operation that registers itself', () => {
  const TEXT = '{ me { id name } }';

  it('is known from then on, to everybody who may register one', async () => {
    expect(codeOf(await post(apq(sha256(TEXT))))).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect((await post(apq(sha256(TEXT), TEXT))).answer.errors).toBeUndefined();
    expect((await post(apq(sha256(TEXT)))).answer.data).toEqual({ me: { id: 's1', name: 'Seller s1' } });
    expect((await get({ extensions: JSON.stringify(apq(sha256(TEXT)).extensions) })).headers.etag).toBeDefined();
  });

  it('is not registered under a hash that is not its own, or when it could not run', async () => {
    expect(codeOf(await post(apq(sha256('other'), TEXT)))).toBe('BAD_REQUEST');
    expect(codeOf(await post(apq(sha256('other'))))).toBe('PERSISTED_QUERY_NOT_FOUND');
    const wrong = '{ nothing }';
    expect(codeOf(await post(apq(sha256(wrong), wrong)))).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(codeOf(await post(apq(sha256(wrong))))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('is not supported for an open client, which may send it with its hash all the same', async () => {
    const open = await startTestGateway(shop, { documents: { defaultMode: 'open' } });
    const hash = sha256(NAME);
    expect(codeOf(await post(apq(hash), { of: open }))).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
    expect((await post(apq(hash, NAME), { of: open })).answer).toEqual(MY_NAME);
    expect(codeOf(await post(apq(hash), { of: open }))).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
    await open.close();
  });

  it('is forgotten when too many others were asked for since', async () => {
    const small = await startTestGateway(shop, { documents: { maxRegistered: 2 } });
    const texts = ['{ me { id } }', '{ me { name } }', '{ sellers { id } }'];
    for (const text of texts) await post(apq(sha256(text), text), { of: small });
    const codes = await Promise.all(texts.map(async (text) => codeOf(await post(apq(sha256(text)), { of: small }))));
    expect(codes).toEqual(['PERSISTED_QUERY_NOT_FOUND', undefined, undefined]);
    await small.close();
  });
});

describe('a client with a safelist', () => {
  it('may send the operations of its own manifest, by id or by text', async () => {
    const body = manifestOf(NAME).operations[0]!.body;
    for (const sent of [{ documentId: idOf(NAME) }, { query: body }, apq(sha256(body), body)]) {
      expect((await post(sent, { client: 'kiosk' })).answer).toEqual(MY_NAME);
    }
  });

  it('may send nothing else', async () => {
    for (const sent of [{ query: '{ me { id } }' }, { query: SELLERS }, apq(sha256('{ me { id } }'), '{ me { id } }')]) {
      const response = await post(sent, { client: 'kiosk' });
      expect([response.status, codeOf(response)]).toEqual([403, 'QUERY_NOT_IN_SAFE_LIST']);
    }
    for (const sent of [{ documentId: idOf(SELLERS) }, apq(idOf(SELLERS))]) {
      expect(codeOf(await post(sent, { client: 'kiosk' }))).toBe('PERSISTED_QUERY_NOT_FOUND');
    }
  });

  it('cannot loosen the mode of all by another name', async () => {
    const strict = await startTestGateway(shop, { operations: folder, documents: { defaultMode: 'safelist', modes: { web: 'open' } } });
    for (const client of ['web', 'stranger', undefined]) {
      expect(codeOf(await post({ query: '{ me { id } }' }, { client, of: strict }))).toBe('QUERY_NOT_IN_SAFE_LIST');
      expect((await post({ documentId: idOf(NAME) }, { client, of: strict })).answer).toEqual(MY_NAME);
    }
    await strict.close();
  });
});

describe('manifests', () => {
  const ADDED = 'query Added { me { id } }';
  const isKnown = async (): Promise<boolean> => codeOf(await post({ documentId: idOf(ADDED) })) === undefined;

  it('are read again when they change, and those of before stay when one is broken', async () => {
    expect(await isKnown()).toBe(false);
    write('late', ADDED);
    while (!(await isKnown())) await new Promise((resolve) => setTimeout(resolve, 10));
    writeFileSync(join(folder, 'broken.json'), '{');
    writeFileSync(join(folder, 'late.json'), '{}');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await isKnown()).toBe(true);
    rmSync(join(folder, 'broken.json'));
    rmSync(join(folder, 'late.json'));
    while (await isKnown()) await new Promise((resolve) => setTimeout(resolve, 10));
  });

  it('that cannot be read stop the start', () => {
    const broken = mkdtempSync(join(tmpdir(), 'stoa-operations-'));
    writeFileSync(join(broken, 'web.json'), '{"format":"other"}');
    const follow = () => followManifests({ folder: broken, log: silentLog, take: () => undefined });
    expect(follow).toThrow(/web\.json cannot be used: it is no apollo/);
    rmSync(broken, { recursive: true });
  });

  it('hold each operation with the fragments that it uses, whatever file they stand in', () => {
    const { operations } = makeManifest(schema, [
      { name: 'a', text: 'query A { me { ...Named } } query B { me { id } }' },
      { name: 'b', text: 'fragment Named on Seller { name }' },
    ]);
    expect(operations.map(({ name, body }) => [name, body.includes('fragment Named')])).toEqual([
      ['A', true],
      ['B', false],
    ]);
    for (const { id, body } of operations) expect(id).toBe(sha256(body));
  });

  it.each([
    ['{ me { id } }', /no name/],
    ['query A { me { nothing } }', /test: Cannot query field/],
    ['query A { me { id } } query A { me { name } }', /only one operation named/],
  ])('are not made of %s', (text, complaint) => expect(() => manifestOf(text)).toThrow(complaint));
});
