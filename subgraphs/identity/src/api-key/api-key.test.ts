import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hashOfApiKey, modeOfApiKey } from '@stoa/kit/auth';
import { newTraceparent } from '@stoa/kit/observability';
import { anAdmin, aPasserBy, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { ApiKeyIssued, ApiKeyRevoked } from '@stoa/schema/events/identity';
import manifest from '../index.ts';
import { register, viewerOf } from '../testing/given-account.ts';

let identity: TestSubgraph;
let live: TestSubgraph;
beforeAll(async () => {
  identity = await startTestSubgraph(manifest);
  live = await startTestSubgraph(manifest, { databaseUrl: identity.databaseUrl, environment: { STOA_MODE: 'live' } });
});
afterAll(async () => {
  await live.stop();
  await identity.stop();
});

const FIELDS = 'id client mode prefix createdAt lastUsedAt revokedAt expiresAt costPerMinute createdBy { id } revokedBy { id }';
const admin = anAdmin();

interface KeySeen {
  readonly id: string;
  readonly client: string;
  readonly prefix: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

async function issue(client: string, more: Record<string, unknown> = {}, subgraph = identity): Promise<{ key: string; apiKey: KeySeen }> {
  const text = `mutation ($client: String!, $expiresAt: DateTime, $costPerMinute: Int) {
    createApiKey(client: $client, expiresAt: $expiresAt, costPerMinute: $costPerMinute) { key apiKey { ${FIELDS} } } }`;
  const { createApiKey } = await subgraph.as(admin).query<{ createApiKey: { key: string; apiKey: KeySeen } }>(text, { client, ...more });
  return createApiKey;
}

const revoke = (id: string, viewer = admin) =>
  identity
    .as(viewer)
    .query<{ revokeApiKey: KeySeen }>(`mutation ($id: ID!) { revokeApiKey(id: $id) { ${FIELDS} } }`, { id })
    .then((data) => data.revokeApiKey);

const listed = async (): Promise<KeySeen[]> =>
  (await identity.as(admin).query<{ apiKeys: KeySeen[] }>(`{ apiKeys { ${FIELDS} } }`)).apiKeys;

/** What the gateway is told of a key. */
async function whose(hash: string, subgraph = identity): Promise<unknown> {
  const body = Buffer.from(JSON.stringify({ hash }));
  const request = { method: 'POST', path: '/client-keys', query: new URLSearchParams(), headers: {}, body };
  const answer = await subgraph.domain.route(request, aPasserBy, newTraceparent());
  expect(answer.status).toBe(200);
  return JSON.parse(String(answer.body));
}

test('a key is shown once and kept as a hash', async () => {
  const { key, apiKey } = await issue('acme', { costPerMinute: 500 });
  expect(modeOfApiKey(key)).toBe('test');
  expect(key.startsWith(apiKey.prefix)).toBe(true);
  expect(apiKey).toMatchObject({ client: 'acme', mode: 'TEST', lastUsedAt: null, revokedAt: null, expiresAt: null, costPerMinute: 500 });
  const kept = JSON.stringify([await identity.sql.query('select * from api_key'), await identity.sql.query('select * from outbox')]);
  expect(kept).toContain(hashOfApiKey(key));
  expect(kept).not.toContain(key.slice(15));
  expect((await identity.emitted(ApiKeyIssued)).at(-1)).toEqual({ apiKeyId: apiKey.id, client: 'acme', byUserId: admin.userId });
});

test('the gateway is told whose a key is, and the day is noted once', async () => {
  const { key, apiKey } = await issue('noted', { costPerMinute: 700, expiresAt: '2099-01-01T00:00:00Z' });
  const told = { client: { id: apiKey.id, name: 'noted', costPerMinute: 700, expiresAtMs: Date.parse('2099-01-01T00:00:00Z') } };
  expect(await whose(hashOfApiKey(key))).toEqual(told);
  const used = async () => (await listed()).find(({ id }) => id === apiKey.id)!.lastUsedAt;
  const first = await used();
  expect(first).not.toBeNull();
  await whose(hashOfApiKey(key));
  expect(await used()).toBe(first);
  await identity.sql.query(`update api_key set last_used_at = now() - interval '1 day' where id = $1`, [apiKey.id]);
  await whose(hashOfApiKey(key));
  expect(Date.parse((await used())!)).toBeGreaterThanOrEqual(Date.parse(first!));
});

test('unknown, revoked, expired and another deployment’s keys are told apart by nobody', async () => {
  const revoked = await issue('gone');
  await revoke(revoked.apiKey.id);
  const expired = await issue('late', { expiresAt: '2099-01-01T00:00:00Z' });
  await identity.sql.query('update api_key set expires_at = now() where id = $1', [expired.apiKey.id]);
  const elsewhere = await issue('real', {}, live);
  expect(modeOfApiKey(elsewhere.key)).toBe('live');
  for (const hash of [hashOfApiKey('nothing'), ...[revoked, expired, elsewhere].map(({ key }) => hashOfApiKey(key))])
    expect(await whose(hash)).toEqual({ client: null });
  expect(await whose(hashOfApiKey(elsewhere.key), live)).toMatchObject({ client: { name: 'real' } });
});

test('a key is revoked once, and by whom is kept', async () => {
  const somebody = viewerOf(await register(identity));
  const { apiKey } = await issue('ended');
  const first = await revoke(apiKey.id, { ...anAdmin(), userId: somebody.userId });
  expect(first).toMatchObject({ revokedAt: expect.any(String), revokedBy: { id: somebody.userId } });
  expect(await revoke(apiKey.id)).toEqual(first);
  const told = (await identity.emitted(ApiKeyRevoked)).filter(({ apiKeyId }) => apiKeyId === apiKey.id);
  expect(told).toEqual([{ apiKeyId: apiKey.id, client: 'ended', byUserId: somebody.userId }]);
  await expect(revoke('01a1fd00-0000-7000-8000-000000000000')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('living keys are listed before those that are over', async () => {
  await revoke((await issue('listed')).apiKey.id);
  await issue('listed');
  const over = (await listed()).map(({ revokedAt }) => revokedAt !== null);
  expect(over).toEqual([...over].sort());
  expect(new Set(over).size).toBe(2);
});

test.each([
  [{ client: 'Acme' }, 'client'],
  [{ client: '../e2e' }, 'client'],
  [{ client: 'acme', expiresAt: '2001-01-01T00:00:00Z' }, 'expiresAt'],
  [{ client: 'acme', costPerMinute: 0 }, 'costPerMinute'],
])('%j makes no key', async (input, field) => {
  const before = await identity.state();
  await expect(issue(input.client, input)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field } });
  expect(await identity.state()).toEqual(before);
});

test('a partner has at most twenty living keys, also when they are asked for at once', async () => {
  const tries = await Promise.allSettled(Array.from({ length: 24 }, () => issue('many')));
  const made = tries.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  expect(made).toHaveLength(20);
  await revoke(made[0]!.apiKey.id);
  await issue('many');
});
