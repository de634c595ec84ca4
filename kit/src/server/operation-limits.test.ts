import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Viewer } from '../auth/index.ts';
import { newTraceparent } from '../observability/index.ts';
import { guestbook } from './testing/guestbook.ts';
import { call, type Replicas, sign, startReplicas } from './testing/start-replicas.ts';

const buyer: Viewer = { kind: 'user', userId: randomUUID(), sellerId: null, accountType: 'BUYER', sessionId: randomUUID() };
const graph = (query: string, variables?: object): string => JSON.stringify({ query, variables });

let replicas: Replicas;
let url: string;
beforeAll(async () => {
  replicas = await startReplicas(guestbook, 1);
  url = replicas.served[0]!.url;
});
afterAll(() => replicas.stop());

/** Nothing that a gateway makes of an operation which it takes; a caller with a fault may. */
const TOO_LARGE: readonly { readonly what: string; readonly query: string; readonly variables?: Record<string, unknown> }[] = [
  { what: 'aliases', query: `{ ${many('a', 99, `entries { ${many('b', 30)} }`)} }` },
  { what: 'root fields', query: `{ ${many('a', 101, 'entries { id }')} }` },
  { what: 'attempts', query: `mutation { ${many('a', 6, 'write(text: "x") { id }')} }` },
  { what: 'directives', query: `{ entries { id ${'@skip(if: false) '.repeat(501)} } }` },
  { what: 'repeated fields', query: `{ entries { ${'id '.repeat(1_002)} } }` },
  { what: 'levels', query: `{ entries ${'{ entries '.repeat(31)}{ id }${'}'.repeat(31)} }` },
  { what: 'brackets', query: `{ entries ${'{ ... on Entry '.repeat(3_000)}{ id }${'}'.repeat(3_000)} }` },
  { what: 'tokens', query: `{ entries { ${'id '.repeat(15_001)} } }` },
  {
    what: 'items',
    query: 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
    variables: { r: new Array(1_001).fill({}) },
  },
];

function many(name: string, count: number, field = 'id'): string {
  return Array.from({ length: count }, (_, index) => `${name}${index}: ${field}`).join(' ');
}

test.each(TOO_LARGE)('an operation with too many $what is refused, by HTTP and in process alike', async ({ query, variables }) => {
  const refused = { errors: [{ extensions: { code: 'OPERATION_TOO_LARGE' } }] };
  expect(await call(url, { body: graph(query, variables), viewer: buyer })).toMatchObject({ status: 400, body: refused });
  const domain = replicas.domains[0]!;
  expect(await domain.execute({ query, variables: variables ?? null }, { viewer: buyer, traceparent: newTraceparent() })).toMatchObject(
    refused,
  );
});

test('a subscription that is too large is refused', async () => {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: sign({ method: 'GET', path: '/graphql', body: '', viewer: buyer }),
    retryAttempts: 0,
  });
  const results = client.iterate({ query: `subscription { ${many('a', 101, 'counted(from: 1)')} }` });
  await expect(results.next()).rejects.toMatchObject([{ extensions: { code: 'OPERATION_TOO_LARGE' } }]);
  await client.dispose();
});
