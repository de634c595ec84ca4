import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { EventSource } from './testing/event-source.ts';
import { type LiveStream, liveTransports } from './testing/live-client.ts';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';
import type { SubgraphDefinition } from './testing/subgraph-server.ts';
import { TokenIssuer } from './testing/token-issuer.ts';

const prices = new EventSource<{ price: object; offer: object }>();

/** What it costs is everybody's to know; for whom it is cheaper, and whether one watches it, is not. */
const market: SubgraphDefinition = {
  name: 'market',
  sdl: `extend schema
      @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@composeDirective"])
      @link(url: "https://specs.stoa.dev/cacheControl/v1.0", import: ["@cacheControl"])
      @composeDirective(name: "@cacheControl")
    directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT
    enum CacheControlScope { PUBLIC PRIVATE }
    type Query { open: Boolean }
    type Mutation { push: Boolean }
    type Subscription {
      price: Product! @cacheControl(maxAge: 0)
      offer: Product!
    }
    type Product @key(fields: "id") {
      id: ID!
      tag: Tag! @cacheControl(maxAge: 0)
      ownPrice: Int @cacheControl(maxAge: 5, scope: PRIVATE)
      cost: Int @cacheControl(maxAge: 5) @authenticated
      watched: Boolean
    }
    type Tag { amount: Int! for: String }`,
  resolvers: {
    Mutation: { push: () => true },
    Subscription: { price: { subscribe: () => prices.listen() }, offer: { subscribe: () => prices.listen() } },
  },
};

let house: TestGateway;
let tokens: string[];
let seller: string;
const open: LiveStream[] = [];

beforeAll(async () => {
  const issuer = await new TokenIssuer().addKey('key');
  tokens = await Promise.all(['u1', 'u2', 'u3'].map((sub) => issuer.token({ sub, accountType: 'BUYER', sellerId: undefined })));
  seller = await issuer.token({ sub: 'u4', accountType: 'SELLER', sellerId: 's4' });
  house = await startTestGateway([market], { jwks: issuer.jwks });
});
afterEach(async () => {
  for (const stream of open.splice(0)) stream.drop();
  prices.end();
  await until(() => prices.listeners === 0);
});
afterAll(() => house.close());

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; !isTrue(); tries++) {
    if (tries > 10_000) throw new Error('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function follow(query: string, token?: string, transport = liveTransports[0]!): LiveStream {
  const stream = transport.open(house.gateway.url, { query, ...(token && { token }) });
  open.push(stream);
  return stream;
}

const PRODUCT = { id: 'p1', tag: { amount: 5, for: null } };
const event = { price: PRODUCT, offer: PRODUCT };

test('what is public is followed once for everybody, whoever they are and whatever carries it', async () => {
  const query = 'subscription { price { id tag { amount } __typename } }';
  const streams = [follow(query, tokens[0]), follow(query, tokens[1], liveTransports[1]), follow(query, undefined, liveTransports[2])];
  await until(() => prices.listeners === 1);
  const last = follow(query, tokens[2]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(prices.listeners).toBe(1);
  prices.emit(event);
  const seen = await Promise.all([...streams, last].map((stream) => stream.next()));
  const expected = { data: { price: { id: 'p1', tag: { amount: 5 }, __typename: 'Product' } } };
  expect(seen.map(({ value }) => value)).toEqual([expected, expected, expected, expected]);
});

test('it is followed apart for a standing that sees more', async () => {
  const query = 'subscription { price { id } }';
  follow(query, tokens[0]);
  follow(query, seller);
  await until(() => prices.listeners === 2);
});

test.each([
  ['has no mark', 'subscription { offer { id } }'],
  ['asks for what is marked as private', 'subscription { price { id ownPrice } }'],
  ['asks for what only some may see', 'subscription { price { id cost } }'],
  ['asks for a field that nothing is said of', 'subscription { price { id ...Watched } } fragment Watched on Product { watched }'],
])('what %s is followed for each viewer', async (_what, query) => {
  follow(query, tokens[0]);
  follow(query, tokens[1]);
  await until(() => prices.listeners === 2);
});

test('it is followed for nobody in particular, and begins anew after somebody has changed something', async () => {
  const query = 'subscription { price { id } }';
  follow(query, tokens[0]);
  await until(() => prices.listeners === 1);
  prices.emit(event);
  await open[0]!.next();
  await house.ask('mutation { push }', {}, { authorization: `Bearer ${tokens[1]}` });
  const after = follow(query, tokens[1]);
  await until(() => prices.listeners === 2);
  prices.emit(event);
  expect(await after.next()).toMatchObject({ value: { data: { price: { id: 'p1' } } } });
});
