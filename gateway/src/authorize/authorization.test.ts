import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GatewayOptions } from '../start-gateway.ts';
import { type GraphqlAnswer, startTestGateway, type TestGateway } from '../testing/start-test-gateway.ts';
import type { SubgraphDefinition } from '../testing/subgraph-server.ts';
import { TokenIssuer } from '../testing/token-issuer.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@requires", "@external", { name: "@authenticated", as: "@signedIn" }, "@requiresScopes", "@policy"])\n';

const books = [
  { __typename: 'Book', id: '1', title: 'Dune', cost: 3, margin: 7 },
  { __typename: 'Diary', id: '2', title: 'Mine', lock: 'brass' },
  { __typename: 'Book', id: '3', title: 'Emma', cost: 2, margin: 1 },
];

const library: SubgraphDefinition = {
  name: 'library',
  sdl: `${LINK}
    type Query {
      works: [Work!]! found: [Found] book(id: ID!): Book
      me: String @signedIn stock: Int! @requiresScopes(scopes: [["stock:read", "shop"], ["admin"]]) plan: String @policy(policies: [["insider"]])
    }
    type Mutation { write(title: String!): Book burn(id: ID!): Book @requiresScopes(scopes: [["admin"]]) }
    type Subscription { written: Book burnt: Book @signedIn }
    interface Work { id: ID! title: String! shelf: String }
    union Found = Book | Diary
    type Book implements Work @key(fields: "id") { id: ID! title: String! shelf: String cost: Int @signedIn margin: Int @requiresScopes(scopes: [["admin"]]) }
    type Pamphlet implements Work { id: ID! title: String! shelf: String @signedIn }
    type Diary @signedIn { id: ID! title: String! lock: String }
  `,
  resolvers: {
    Query: {
      works: () => books.filter(({ __typename }) => __typename === 'Book'),
      found: () => books,
      book: (_: unknown, { id }: { id: string }) => books.find((each) => each.id === id) ?? null,
      me: () => 'you',
      stock: () => 12,
      plan: () => 'more books',
    },
    Mutation: { write: (_: unknown, { title }: { title: string }) => ({ id: '9', title }), burn: () => books[0] },
    Book: { __resolveReference: ({ id }: { id: string }) => books.find((each) => each.id === id) },
    Subscription: {
      written: { subscribe: () => once({ written: books[0] }) },
      burnt: { subscribe: () => once({ burnt: books[0] }) },
    },
  },
};

async function* once<Item>(item: Item): AsyncGenerator<Item> {
  yield item;
}

const prices: SubgraphDefinition = {
  name: 'prices',
  sdl: `${LINK}
    type Book @key(fields: "id") {
      id: ID! cost: Int @external margin: Int @external
      price: Int @requires(fields: "cost margin") @signedIn @requiresScopes(scopes: [["admin"]])
      inStock: Boolean
    }
  `,
  resolvers: {
    Book: { price: ({ cost, margin }: { cost: number; margin: number }) => cost + margin, inStock: () => true },
  },
};

let issuer: TokenIssuer;
let shop: TestGateway;

const start = (options: Partial<GatewayOptions> = {}): Promise<TestGateway> =>
  startTestGateway([library, prices], { jwks: issuer.jwks, ...options });

beforeAll(async () => {
  issuer = await new TokenIssuer().addKey('1');
  shop = await start({ decidePolicies: (names, { viewer }) => (viewer.sellerId === 'insiders' ? names : []) });
});

afterAll(() => shop.close());

async function ask(query: string, claims?: Record<string, unknown>, gateway = shop): Promise<GraphqlAnswer & { sent: string }> {
  for (const { calls } of Object.values(gateway.subgraphs)) calls.length = 0;
  const headers: Record<string, string> = claims
    ? { authorization: `Bearer ${await issuer.token({ accountType: 'BUYER', ...claims })}` }
    : {};
  const answer = await gateway.ask(query, {}, headers);
  const sent = Object.values(gateway.subgraphs).flatMap(({ calls }) => calls.map((call) => call.query));
  return { ...answer, sent: sent.join('\n') };
}

const told = ({ errors = [] }: GraphqlAnswer): string[] => errors.map(({ path, extensions }) => `${path?.join('.')} ${extensions['code']}`);

describe('a field that not everybody may see', () => {
  it('is null beside an error for who may not, and is not asked of its subgraph', async () => {
    const answer = await ask('{ me again: me book(id: "1") { title cost } }');
    expect(answer.data).toEqual({ me: null, again: null, book: { title: 'Dune', cost: null } });
    expect(told(answer)).toEqual(['me UNAUTHENTICATED', 'again UNAUTHENTICATED', 'book.cost UNAUTHENTICATED']);
    expect(answer.sent).not.toMatch(/me|cost/);
    expect((await ask('{ me book(id: "1") { title cost } }', {})).data).toEqual({ me: 'you', book: { title: 'Dune', cost: 3 } });
  });

  it('takes with it what may not be null', async () => {
    const answer = await ask('{ book(id: "1") { title } stock }', {});
    expect(answer.data).toBeNull();
    expect(told(answer)).toEqual(['stock FORBIDDEN']);
  });

  it('wants all the scopes of one list, from the claim or the kind of account', async () => {
    const see = async (claims: Record<string, unknown>): Promise<unknown> => (await ask('{ stock }', claims)).data;
    expect(await see({ scope: 'stock:read' })).toBeNull();
    expect(await see({ scope: 'shop stock:read' })).toEqual({ stock: 12 });
    expect(await see({ scope: ['stock:read', 'shop'] })).toEqual({ stock: 12 });
    expect(await see({ accountType: 'ADMIN' })).toEqual({ stock: 12 });
  });

  it('with a policy is for whom the gateway’s owner says, and for nobody by default', async () => {
    expect((await ask('{ plan }', { sellerId: 'insiders' })).data).toEqual({ plan: 'more books' });
    expect((await ask('{ plan }', {})).data).toEqual({ plan: null });
    const plain = await start();
    const failing = await start({ decidePolicies: () => Promise.reject(new Error('no')) });
    expect((await ask('{ plan }', { sellerId: 'insiders' }, plain)).data).toEqual({ plan: null });
    expect((await ask('{ plan }', { sellerId: 'insiders' }, failing)).data).toEqual({ plan: null });
    await Promise.all([plain.close(), failing.close()]);
  });

  it('is found in fragments, under aliases and behind conditions', async () => {
    const query =
      'query { book(id: "1") { ...F ... on Book { title: margin } ... @skip(if: true) { cost } } } fragment F on Book { inStock sum: cost }';
    const answer = await ask(query, {});
    expect(answer.data).toEqual({ book: { inStock: true, sum: 3, title: null } });
    expect(told(answer)).toEqual(['book.title FORBIDDEN']);
    expect(answer.sent).not.toContain('margin');
  });

  it('is not computed, nor is what it is computed from fetched', async () => {
    const answer = await ask('{ book(id: "1") { title price } }', {});
    expect(answer.data).toEqual({ book: { title: 'Dune', price: null } });
    expect(answer.sent).not.toMatch(/cost|margin|price/);
    expect((await ask('{ book(id: "1") { price } }', { accountType: 'ADMIN' })).data).toEqual({ book: { price: 10 } });
  });
});

describe('behind interfaces and unions', () => {
  it('an interface’s field is for who may see it of all its objects', async () => {
    const answer = await ask('{ works { title shelf } }');
    expect(answer.data).toEqual({
      works: [
        { title: 'Dune', shelf: null },
        { title: 'Emma', shelf: null },
      ],
    });
    expect(told(answer)).toEqual(['works.0.shelf UNAUTHENTICATED', 'works.1.shelf UNAUTHENTICATED']);
    const named = await ask('{ works { title ... on Book { shelf } } }');
    expect(named.errors).toBeUndefined();
  });

  it('an object that may not be seen is null in its place, and nothing of it is fetched', async () => {
    const answer = await ask('{ found { __typename ... on Book { title } ... on Diary { lock id } } }');
    expect(answer.data).toEqual({ found: [{ __typename: 'Book', title: 'Dune' }, null, { __typename: 'Book', title: 'Emma' }] });
    expect(told(answer)).toEqual(['found.1 UNAUTHENTICATED']);
    expect(answer.sent).not.toContain('lock');
    const seen = await ask('{ found { ... on Diary { lock } } }', {});
    expect(seen.data).toEqual({ found: [{}, { lock: 'brass' }, {}] });
  });
});

it('a mutation runs those of its fields that the caller may ask for', async () => {
  const answer = await ask('mutation { write(title: "New") { title } burn(id: "1") { title } }', {});
  expect(answer.data).toEqual({ write: { title: 'New' }, burn: null });
  expect(told(answer)).toEqual(['burn FORBIDDEN']);
  expect(answer.sent).not.toContain('burn');
});

it('a subscription without its field is refused, and events are stripped of what may not be seen', async () => {
  const stream = async (query: string): Promise<string> => {
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
    return (await fetch(shop.gateway.url, { method: 'POST', headers, body: JSON.stringify({ query }) })).text();
  };
  const refused = await stream('subscription { burnt { title } }');
  expect(refused).toContain('UNAUTHENTICATED');
  expect(refused).not.toContain('Dune');
  expect(await stream('subscription { written { title cost } }')).toContain('{"written":{"title":"Dune","cost":null}}');
});

it('nothing runs of an operation of which something may not be seen, where that is the rule', async () => {
  const strict = await start({ unauthorized: 'reject' });
  const answer = await ask('{ book(id: "1") { title cost } me }', undefined, strict);
  expect(answer.data).toBeUndefined();
  expect(answer.errors).toHaveLength(2);
  expect(answer.sent).toBe('');
  expect((await ask('{ book(id: "1") { title cost } me }', {}, strict)).data).toEqual({ book: { title: 'Dune', cost: 3 }, me: 'you' });
  await strict.close();
});
