import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { keyringFor, system, type Viewer } from '../auth/index.ts';
import { HttpCommandTransport } from '../commands/index.ts';
import { guestbook } from './testing/guestbook.ts';
import { call, type Replicas, ROOTS, send, sign, startReplicas } from './testing/start-replicas.ts';

const buyer: Viewer = { kind: 'user', userId: randomUUID(), sellerId: null, accountType: 'BUYER', sessionId: randomUUID() };
const graph = (query: string, variables?: object): string => JSON.stringify({ query, variables });

let replicas: Replicas;
let url: string;
let otherUrl: string;

beforeAll(async () => {
  replicas = await startReplicas(guestbook, 2);
  [url, otherUrl] = replicas.served.map((served) => served.url) as [string, string];
});

afterAll(() => replicas.stop());

const count = async (): Promise<number> => {
  const { body } = await call(url, {
    caller: 'library',
    path: '/commands/guestbook.count',
    body: JSON.stringify({ input: {} }),
    viewer: system,
  });
  return (body as unknown as { answer: { count: number } }).answer.count;
};

describe('what is signed is answered', () => {
  test('queries, entities and the SDL', async () => {
    expect(await call(url, { body: graph('{ entries { id } }') })).toMatchObject({ status: 200, body: { data: { entries: [] } } });
    const sdl = await call(url, { body: graph('{ _service { sdl } }') });
    expect(sdl.body).toMatchObject({ data: { _service: { sdl: expect.stringContaining('type Entry') } } });
    const written = await call(url, { body: graph('mutation { write(text: "first") { id writtenBy } }'), viewer: buyer });
    const { id, writtenBy } = (written.body as unknown as { data: { write: { id: string; writtenBy: string } } }).data.write;
    expect(writtenBy).toBe(buyer.userId);
    const found = await call(url, {
      body: graph('query ($r: [_Any!]!) { _entities(representations: $r) { ... on Entry { text } } }', {
        r: [{ __typename: 'Entry', id }],
      }),
    });
    expect(found.body).toEqual({ data: { _entities: [{ text: 'first' }] } });
  });

  test('errors are those of the in-process way', async () => {
    const codeOf = async (query: string, viewer: Viewer = buyer) => {
      const { body } = await call(url, { body: graph(query), viewer });
      return (body as unknown as { errors: { message: string; extensions: Record<string, unknown> }[] }).errors[0]!;
    };
    expect(await codeOf('mutation { write(text: "rude") { id } }')).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    expect(await codeOf('mutation { write(text: "") { id } }')).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field: 'text' } });
    expect(await codeOf('mutation { write(text: "x") { id } }', { ...buyer, userId: null })).toMatchObject({
      extensions: { code: 'UNAUTHENTICATED' },
    });
    expect(await codeOf('{ nothing }')).toMatchObject({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
    expect(await codeOf('{')).toMatchObject({ extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
    const broken = await codeOf('mutation { write(text: "broken") { id } }');
    expect(broken).toMatchObject({ message: 'Something went wrong on our side', extensions: { code: 'INTERNAL_SERVER_ERROR' } });
    expect(JSON.stringify(broken)).not.toContain('pen');
  });

  test('an unforeseen error carries the trace id that the gateway sent', async () => {
    const traceId = 'ab'.repeat(16);
    const message = { body: graph('mutation { write(text: "broken") { id } }'), viewer: buyer };
    const { body } = await send(url, message, { ...sign(message), traceparent: `00-${traceId}-${'cd'.repeat(8)}-01` });
    expect(body).toMatchObject({ errors: [{ extensions: { traceId } }] });
  });

  test('commands by the transport that domains use, refusals included', async () => {
    const transport = new HttpCommandTransport('library', keyringFor('library', ROOTS), () => [url, otherUrl]);
    const request = { viewer: system, traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`, deadlineAtMs: Date.now() + 60_000 };
    const write = (text: string, key: string) => transport.send('guestbook', { ...request, name: 'guestbook.write', input: { text }, key });
    const first = await write('by command', 'k1');
    expect(first).toMatchObject({ answer: { id: expect.any(String) } });
    expect(await write('by command', 'k1')).toEqual(first);
    expect(await write('something else', 'k1')).toMatchObject({ refusal: { code: 'IDEMPOTENCY_CONFLICT' } });
    expect(await write('rude', 'k2')).toEqual({ refusal: { code: 'FORBIDDEN', message: 'Not in this book', details: { text: 'rude' } } });
    await expect(transport.send('guestbook', { ...request, name: 'guestbook.burn', input: {}, key: 'k3' })).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
    await transport.close();
  });

  test('routes, with the body as it came and without the signature', async () => {
    const message = { path: '/routes/webhooks/stripe?page=2', body: '{"a" :  1}\xff' };
    const headers = {
      ...sign({ ...message, body: Buffer.from(message.body, 'utf8').toString('utf8') }),
      'content-type': 'text/odd',
      'x-mark': 'kept',
    };
    const { status, body } = await send(url, message, headers);
    expect({ status, body }).toMatchObject({ status: 202, body: { sender: 'stripe', mark: 'kept', page: '2' } });
    expect(body).not.toHaveProperty('signature');
    expect(await call(url, { path: '/routes/webhooks/none/such', body: 'x' })).toMatchObject({ status: 404 });
  });

  test('health needs no signature', async () => {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ok', parts: { guestbook: 'ok' } });
  });
});

describe('what is not signed as it should be is refused with 401', () => {
  const query = graph('{ entries { id } }');
  const refused = (reason: string) => ({
    status: 401,
    type: expect.stringContaining('application/json'),
    body: { errors: [{ extensions: { code: 'UNAUTHENTICATED', reason } }] },
  });

  test.each([
    '{ entries { id } }',
    '{ _service { sdl } }',
    '{ _entities(representations: []) { __typename } }',
    '{ __schema { queryType { name } } }',
  ])('unsigned %s', async (text) => {
    expect(await send(url, { body: graph(text) }, {})).toMatchObject(refused('missing'));
  });

  test.each([
    '/commands/guestbook.count',
    '/routes/webhooks/stripe',
    '/nowhere',
    '/graphql?x=1',
    '//graphql',
  ])('unsigned POST %s', async (path) => {
    expect(await send(url, { path, body: '{}' }, {})).toMatchObject(refused('missing'));
  });

  test.each(['GET', 'PUT', 'DELETE'])('unsigned %s', async (method) => {
    expect(await send(url, { method, path: '/graphql' }, {})).toMatchObject({ status: 401 });
  });

  test('an altered body, path, method, viewer or deadline', async () => {
    const headers = sign({ body: query });
    expect(await send(url, { body: graph('mutation { write(text: "x") { id } }') }, headers)).toMatchObject(refused('altered'));
    expect(await send(url, { body: query, path: '/graphql?more' }, sign({ body: query }))).toMatchObject(refused('altered'));
    expect(await send(url, { body: query, method: 'PUT' }, sign({ body: query }))).toMatchObject(refused('altered'));
    const viewer = Buffer.from(JSON.stringify({ ...buyer, accountType: 'ADMIN' })).toString('base64url');
    expect(await send(url, { body: query }, { ...sign({ body: query, viewer: buyer }), 'x-viewer': viewer })).toMatchObject(
      refused('altered'),
    );
    expect(await send(url, { body: query }, { ...sign({ body: query }), 'x-deadline': '99' })).toMatchObject(refused('altered'));
    expect(await send(url, { body: query }, { ...sign({ body: query }), 'x-nonce': randomUUID() })).toMatchObject(refused('altered'));
  });

  test('older than thirty seconds, or from the future', async () => {
    expect(await call(url, { body: query, atMs: Date.now() - 30_500 })).toMatchObject(refused('expired'));
    expect(await call(url, { body: query, atMs: Date.now() + 90_000 })).toMatchObject(refused('expired'));
    expect(await call(url, { body: query, atMs: Date.now() - 15_000 })).toMatchObject({ status: 200 });
  });

  test('a key that nobody gave out, and one of a root that is no longer live', async () => {
    expect(await send(url, { body: query }, { ...sign({ body: query }), 'x-service-api-key': 'v9.gateway.guestbook' })).toMatchObject(
      refused('unknown-key'),
    );
    expect(await call(url, { body: query, roots: { v0: 'an older root' } })).toMatchObject(refused('unknown-key'));
    expect(await call(url, { body: query, roots: { v1: 'another root' } })).toMatchObject(refused('altered'));
  });

  test('signed for somebody else, or with the key of another pair', async () => {
    expect(await call(url, { body: query, callee: 'library' })).toMatchObject(refused('unknown-key'));
    expect(await send(url, { body: query }, { ...sign({ body: query, caller: 'library' }), 'x-service-id': 'gateway' })).toMatchObject(
      refused('unknown-key'),
    );
  });

  test('a read that comes a second time', async () => {
    const headers = sign({ body: query });
    expect(await send(url, { body: query }, headers)).toMatchObject({ status: 200 });
    expect(await send(url, { body: query }, headers)).toMatchObject(refused('replayed'));
  });

  test('a mutation that comes a second time, to this replica and to the other', async () => {
    const message = { body: graph('mutation { write(text: "once") { id } }'), viewer: buyer };
    const headers = sign(message);
    expect(await send(url, message, headers)).toMatchObject({ status: 200, body: { data: { write: { id: expect.any(String) } } } });
    const before = await count();
    expect(await send(url, message, headers)).toMatchObject(refused('replayed'));
    expect(await send(otherUrl, message, headers)).toMatchObject({
      status: 401,
      body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    });
    expect(await count()).toBe(before);
  });

  test('a command that comes a second time, to the other replica, with or without its key', async () => {
    for (const key of ['once', undefined]) {
      const message = {
        caller: 'library',
        path: '/commands/guestbook.write',
        body: JSON.stringify({ input: { text: 'x' }, key }),
        viewer: system,
      };
      const headers = sign(message);
      expect(await send(url, message, headers)).toMatchObject({ status: 200 });
      const before = await count();
      expect(await send(otherUrl, message, headers)).toMatchObject(refused('replayed'));
      expect(await count()).toBe(before);
    }
  });
});

describe('who may ask what', () => {
  test('a domain may ask by command only, and the gateway not by command', async () => {
    const forbidden = { status: 403, body: { errors: [{ extensions: { code: 'FORBIDDEN' } }] } };
    expect(await call(url, { caller: 'library', body: graph('{ entries { id } }') })).toMatchObject(forbidden);
    expect(await call(url, { caller: 'library', path: '/routes/webhooks/stripe' })).toMatchObject(forbidden);
    expect(await call(url, { path: '/commands/guestbook.count', body: '{"input":{}}' })).toMatchObject(forbidden);
  });

  test('what is no JSON, no command or too large says so', async () => {
    expect(await call(url, { body: 'no json' })).toMatchObject({ status: 400 });
    expect(await call(url, { caller: 'library', path: '/commands/guestbook.count', body: '[]' })).toMatchObject({ status: 400 });
    expect(await call(url, { caller: 'library', path: '/commands/nothing', body: '{}' })).toMatchObject({ status: 404 });
    expect(await call(url, { body: graph(`{ entries { id } } #${'x'.repeat(2 * 1024 * 1024)}`) })).toMatchObject({ status: 413 });
    expect(await call(url, { path: '/nowhere' })).toMatchObject({ status: 404 });
  });
});

describe('subscriptions', () => {
  const subscribe = async (connectionParams: Record<string, unknown> | undefined, query: string): Promise<unknown[]> => {
    const client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams,
      retryAttempts: 0,
    });
    const seen: unknown[] = [];
    try {
      for await (const { data, errors } of client.iterate({ query })) seen.push(data ?? errors);
      return seen;
    } catch (error) {
      const { code } = error as { code?: number };
      return [code ?? error];
    } finally {
      await client.dispose();
    }
  };
  const connection = { method: 'GET', path: '/graphql', body: '' };

  test('run for the viewer that the connection was signed for', async () => {
    const lines = await subscribe(sign({ ...connection, viewer: buyer }), 'subscription { counted(from: 2) }');
    expect(lines).toEqual([{ counted: `${buyer.userId} 2` }, { counted: `${buyer.userId} 1` }]);
  });

  test('are refused without a signature, with an altered one, with a used one, and to domains', async () => {
    const query = 'subscription { counted(from: 1) }';
    expect(await subscribe(undefined, query)).toEqual([4403]);
    expect(await subscribe({ ...sign({ ...connection, viewer: buyer }), 'x-viewer': sign(connection)['x-viewer'] }, query)).toEqual([4403]);
    expect(await subscribe(sign({ ...connection, caller: 'library' }), query)).toEqual([4403]);
    const headers = sign(connection);
    expect(await subscribe(headers, query)).toHaveLength(1);
    expect(await subscribe(headers, query)).toEqual([4403]);
  });

  test('nothing but subscriptions comes this way', async () => {
    const before = await count();
    expect(await subscribe(sign({ ...connection, viewer: buyer }), 'mutation { write(text: "x") { id } }')).toMatchObject([
      [{ extensions: { code: 'BAD_REQUEST' } }],
    ]);
    expect(await count()).toBe(before);
  });
});

test('closing ends open subscriptions and leaves no port open', async () => {
  const lone = await startReplicas(guestbook, 1);
  const [served] = lone.served;
  const socket = new WebSocket(`${served!.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await lone.stop();
  await closed;
  await expect(fetch(`${served!.url}/healthz`)).rejects.toThrow();
});
