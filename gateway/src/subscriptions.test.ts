import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { keyringFor, verifyRequest } from '@stoa/kit/auth';
import { type Client, createClient, type FormattedExecutionResult } from 'graphql-ws';
import { WebSocket } from 'ws';
import { EventSource } from './testing/event-source.ts';
import { shop } from './testing/shop.ts';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';
import type { SubgraphDefinition } from './testing/subgraph-server.ts';
import { TokenIssuer } from './testing/token-issuer.ts';

const roots = { v1: 'a root secret for this test' };
const events = new EventSource<{ priceChanged: { __typename: string; id: string } | null }>();

const prices: SubgraphDefinition = {
  name: 'prices',
  sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external"])
    type Query { pricesVersion: String }
    type Subscription { priceChanged(below: Int): Priced! refused: Int }
    union Priced = Book | Film
    type Book @key(fields: "id") { id: ID! price: Int }
    type Film @key(fields: "id") { id: ID! price: Int }`,
  resolvers: {
    Subscription: {
      priceChanged: { subscribe: () => events.listen() },
      refused: {
        subscribe: () => {
          throw new Error('not now');
        },
      },
    },
    Book: { price: () => 7 },
  },
};

let house: TestGateway;
let issuer: TokenIssuer;
const clients: Client[] = [];

beforeAll(async () => {
  issuer = await new TokenIssuer().addKey('key');
  house = await startTestGateway([...shop, prices], { keyring: keyringFor('gateway', roots), jwks: issuer.jwks });
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
  await until(() => events.listeners === 0);
});
afterAll(async () => house.close());

const QUERY = 'subscription { priceChanged { __typename ... on Book { id name cost price seller { name } } ... on Film { name } } }';
const DUNE = { priceChanged: { __typename: 'Book', id: '1', name: 'Dune', cost: 500, price: 7, seller: { name: 'Seller s1' } } };
const ALIEN = { priceChanged: { __typename: 'Film', name: 'Alien' } };

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}

function connect(
  connectionParams?: Record<string, unknown>,
  url = house.gateway.url,
): { client: Client; closed: Promise<{ code: number }> } {
  let onClosed: (event: { code: number }) => void = () => undefined;
  const closed = new Promise<{ code: number }>((resolve) => (onClosed = resolve));
  const client = createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
    lazy: true,
    on: { closed: (event) => onClosed(event as { code: number }) },
  });
  clients.push(client);
  return { client, closed };
}

/** Reads events one by one, and says `undefined` at the end. */
function reader(client: Client, query = QUERY): AsyncIterableIterator<FormattedExecutionResult<Record<string, unknown>, unknown>> {
  return client.iterate({ query }) as AsyncIterableIterator<FormattedExecutionResult<Record<string, unknown>, unknown>>;
}

describe('a subscription over WebSocket', () => {
  it('completes each event from the other subgraphs', async () => {
    const stream = reader(connect().client);
    const first = stream.next();
    await until(() => events.listeners === 1);
    events.emit({ priceChanged: { __typename: 'Book', id: '1' } });
    expect((await first).value).toEqual({ data: DUNE });
    events.emit({ priceChanged: { __typename: 'Film', id: '2' } });
    expect((await stream.next()).value).toEqual({ data: ALIEN });
    const last = stream.next();
    events.end();
    expect((await last).done).toBe(true);
  });

  it('ends in the subgraph when the client unsubscribes, or goes', async () => {
    const { client } = connect();
    const stream = reader(client);
    void stream.next();
    await until(() => events.listeners === 1);
    await stream.return?.();
    await until(() => events.listeners === 0);
    reader(client)
      .next()
      .catch(() => undefined);
    await until(() => events.listeners === 1);
    client.terminate();
    await until(() => events.listeners === 0);
    await until(() => house.subgraphs['prices']!.openConnections === 0);
  });

  it('goes on after an event that fails', async () => {
    const stream = reader(connect().client);
    const first = stream.next();
    await until(() => events.listeners === 1);
    events.emit({ priceChanged: null });
    expect((await first).value).toMatchObject({ data: null, errors: [{ path: ['priceChanged'], extensions: { service: 'prices' } }] });
    events.emit({ priceChanged: { __typename: 'Film', id: '2' } });
    expect((await stream.next()).value).toEqual({ data: ALIEN });
  });

  it('tells which joins failed while a subgraph is down', async () => {
    const stream = reader(connect().client);
    const first = stream.next();
    await until(() => events.listeners === 1);
    house.subgraphs['people']!.intercept = (request) => Boolean(request.socket.destroy());
    events.emit({ priceChanged: { __typename: 'Book', id: '1' } });
    const { value } = await first;
    house.subgraphs['people']!.intercept = undefined;
    expect(value).toMatchObject({
      data: { priceChanged: { name: 'Dune', cost: 500, seller: null } },
      errors: [{ path: ['priceChanged', 'seller', 'name'], extensions: { code: 'SERVICE_UNAVAILABLE', service: 'people' } }],
    });
  });

  it('that the subgraph refuses, or whose connection breaks, ends with an error', async () => {
    const { client } = connect();
    const refused = await reader(client, 'subscription { refused }').next();
    expect(refused.value).toMatchObject({ errors: [{ message: 'not now' }] });
    const stream = reader(client);
    const first = stream.next();
    await until(() => events.listeners === 1);
    house.subgraphs['prices']!.dropConnections();
    expect((await first).value).toMatchObject({ errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE', service: 'prices' } }] });
    expect((await stream.next()).done).toBe(true);
  });

  it('runs queries and mutations too, and refuses what is wrong', async () => {
    const { client } = connect();
    expect((await reader(client, 'mutation { ship(id: 1) }').next()).value).toEqual({ data: { ship: 'shipped 1' } });
    await expect(reader(client, '{ nothing }').next()).rejects.toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });
});

describe('who subscribes', () => {
  it('is whom the token names, signed for the subgraph', async () => {
    const { client } = connect({ authorization: `Bearer ${await issuer.token()}` });
    reader(client)
      .next()
      .catch(() => undefined);
    await until(() => events.listeners === 1);
    const headers = house.subgraphs['prices']!.connectionParams.at(-1) as Record<string, string>;
    const verified = verifyRequest((id) => keyringFor('prices', roots).verificationKey(id), {
      callee: 'prices',
      method: 'GET',
      path: '/graphql',
      body: '',
      headers,
    });
    expect(verified.viewer).toMatchObject({ kind: 'user', userId: 'user-1' });
  });

  it('is closed with 4403 for a bad token', async () => {
    const { client, closed } = connect({ authorization: 'Bearer a.b.c' });
    await expect(reader(client).next()).rejects.toMatchObject({ code: 4403 });
    expect((await closed).code).toBe(4403);
  });

  it('is closed with 4403 when the token expires', async () => {
    const token = await issuer.token({}, Math.floor(Date.now() / 1000) + 4);
    const { client, closed } = connect({ authorization: `Bearer ${token}` });
    reader(client)
      .next()
      .catch(() => undefined);
    await until(() => events.listeners === 1);
    expect((await closed).code).toBe(4403);
  });
});

describe('a subscription over server-sent events', () => {
  const open = (query: string, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> =>
    fetch(house.gateway.url, {
      method: 'POST',
      signal,
      body: JSON.stringify({ query }),
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    });

  it('sends each event, then completes', async () => {
    const response = await open(QUERY);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    await until(() => events.listeners === 1);
    events.emit({ priceChanged: { __typename: 'Book', id: '1' } });
    events.emit({ priceChanged: { __typename: 'Film', id: '2' } });
    events.end();
    expect(await response.text()).toBe(
      `:\n\nevent: next\ndata: ${JSON.stringify({ data: DUNE })}\n\nevent: next\ndata: ${JSON.stringify({ data: ALIEN })}\n\nevent: complete\ndata:\n\n`,
    );
  });

  it('ends in the subgraph when the client goes', async () => {
    const controller = new AbortController();
    const response = await open(QUERY, {}, controller.signal);
    await until(() => events.listeners === 1);
    controller.abort();
    await expect(response.text()).rejects.toThrow();
    await until(() => events.listeners === 0);
  });

  it('carries queries, and errors of whatever was asked', async () => {
    expect(await (await open('{ me { name } }')).text()).toBe(
      'event: next\ndata: {"data":{"me":{"name":"Seller s1"}}}\n\nevent: complete\ndata:\n\n',
    );
    expect(await (await open('{ nothing }')).text()).toContain('GRAPHQL_VALIDATION_FAILED');
    expect((await open(QUERY, { authorization: 'Bearer a.b.c' })).status).toBe(401);
  });

  it('ends when the token expires', async () => {
    const token = await issuer.token({}, Math.floor(Date.now() / 1000) + 4);
    const response = await open(QUERY, { authorization: `Bearer ${token}` });
    expect(await response.text()).toContain('AUTH_001');
  });
});

describe('closing the gateway', () => {
  it('ends subscriptions, with 1012 where there is a code, and is done', async () => {
    const other = await startTestGateway([...shop, prices]);
    const { client, closed } = connect(undefined, other.gateway.url);
    reader(client)
      .next()
      .catch(() => undefined);
    const response = await fetch(other.gateway.url, {
      method: 'POST',
      body: JSON.stringify({ query: QUERY }),
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    });
    await until(() => events.listeners === 1);
    await other.gateway.close();
    expect((await closed).code).toBe(1012);
    expect(await response.text()).toContain('event: complete');
    await until(() => events.listeners === 0);
    await other.close();
  });
});
