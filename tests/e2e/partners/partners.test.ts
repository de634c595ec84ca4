import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { modeOfApiKey, newApiKey } from '@stoa/kit/auth';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import type { Shop } from '../support/shop.ts';

const MANIFEST = new URL('../../../schema/generated/operations/partners/example.json', import.meta.url);
const { operations } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { operations: { id: string; name: string; body: string }[] };
const idOf = (name: string): string => operations.find((operation) => operation.name === name)!.id;

let shop: Shop;
let buyer: Person;

inOneShop(async (opened) => {
  shop = opened;
  buyer = await aBuyer(shop);
  await goods(await aSeller(shop), 'Lamp', 2_000, 5);
});

interface Issued {
  readonly key: string;
  readonly apiKey: { readonly id: string };
}

async function issue(client: string): Promise<Issued> {
  const admin = await shop.admin();
  const text = 'mutation ($client: String!) { createApiKey(client: $client) { key apiKey { id } } }';
  return (await admin.ask<{ createApiKey: Issued }>(text, { client })).createApiKey;
}

const revoke = async (id: string) => (await shop.admin()).ask('mutation ($id: ID!) { revokeApiKey(id: $id) { revokedAt } }', { id });

async function ask(body: object, headers: Record<string, string>) {
  const response = await fetch(shop.platform.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as {
    data?: Record<string, unknown>;
    errors?: { message: string; extensions: { code: string } }[];
  };
  return { status: response.status, answer, code: answer.errors?.[0]?.extensions.code };
}

test('a partner gets what its operations ask, and nothing else of the graph', async () => {
  const { key } = await issue('example');
  const partner = { 'x-api-key': key };
  const { status, answer } = await ask({ documentId: idOf('Shelf') }, partner);
  expect([status, answer]).toEqual([
    200,
    { data: { products: { nodes: [expect.objectContaining({ name: 'Lamp' })], pageInfo: expect.any(Object) } } },
  ]);
  for (const query of ['{ categories { slug } }', '{ apiKeys { id } }', '{ __schema { types { name } } }', 'mutation { logOut }'])
    expect(await ask({ query }, partner)).toMatchObject({ status: 403, code: 'QUERY_NOT_IN_SAFE_LIST' });
});

test('a key makes nobody of whom no token came, and a token does', async () => {
  const partner = { 'x-api-key': (await issue('example')).key };
  expect((await ask({ documentId: idOf('Me') }, partner)).answer).toEqual({ data: { me: null } });
  const both = { ...partner, authorization: `Bearer ${buyer.client.token}` };
  expect((await ask({ documentId: idOf('Me') }, both)).answer).toEqual({ data: { me: { id: buyer.userId, firstName: 'Pat' } } });
});

test('its name without its key is worth nothing', async () => {
  await issue('example');
  for (const name of ['example', 'partners/example'])
    expect((await ask({ documentId: idOf('Shelf') }, { 'apollographql-client-name': name })).code).toBe('PERSISTED_QUERY_NOT_FOUND');
});

test('a key that was revoked, never issued or issued for real money is refused alike', async () => {
  const { key, apiKey } = await issue('example');
  expect((await ask({ documentId: idOf('Shelf') }, { 'x-api-key': key })).status).toBe(200);
  await revoke(apiKey.id);
  const refused = await ask({ documentId: idOf('Shelf') }, { 'x-api-key': key });
  expect(refused.status).toBe(401);
  expect(refused.answer).toEqual({ errors: [{ message: 'Invalid, expired or revoked API key', extensions: { code: 'API_KEY_INVALID' } }] });
  for (const stranger of [newApiKey('test').text, newApiKey('live').text, key.replace('_test_', '_live_'), 'nonsense'])
    expect(await ask({ documentId: idOf('Shelf') }, { 'x-api-key': stranger })).toEqual(refused);
});

test('what was followed with a key ends when it is revoked', async () => {
  const { key, apiKey } = await issue('example');
  const seller = await aSeller(shop);
  const { variantId } = await goods(seller, 'Vase', 1_000, 3);
  const response = await fetch(shop.platform.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', 'x-api-key': key },
    body: JSON.stringify({ documentId: idOf('Stock'), variables: { variantId } }),
  });
  let followed = '';
  let isRevoked = false;
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    followed += chunk;
    // The present state comes first, and only then is there something to end.
    if (isRevoked || !followed.includes('"inStock":true')) continue;
    isRevoked = true;
    await revoke(apiKey.id);
  }
  expect(followed).toMatch(/"inStock":true[\s\S]*API_KEY_INVALID/);
});

test('nobody but administrators has anything to do with keys', async () => {
  const { apiKey } = await issue('example');
  for (const [client, code] of [
    [shop.client(), 'UNAUTHENTICATED'],
    [buyer, 'FORBIDDEN'],
  ] as const) {
    const refusals = [
      await client.refusal('{ apiKeys { id } }'),
      await client.refusal('mutation { createApiKey(client: "example") { key } }'),
      await client.refusal('mutation ($id: ID!) { revokeApiKey(id: $id) { id } }', { id: apiKey.id }),
    ];
    expect(refusals.map((refusal) => refusal.code)).toEqual([code, code, code]);
  }
});

test('nobody outside can ask whose a key is', async () => {
  const { origin } = shop.platform;
  const { key } = await issue('example');
  expect(modeOfApiKey(key)).toBe('test');
  for (const path of ['/client-keys', '/routes/client-keys']) {
    const response = await fetch(`${origin}${path}`, { method: 'POST', body: '{"hash":""}' });
    await response.text();
    expect(response.status).toBe(404);
  }
});
