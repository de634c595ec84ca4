import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aBuyer, anAdmin, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { SessionEnded, UserReinstated, UserSuspended } from '@stoa/schema/events/identity';
import manifest from '../index.ts';
import { logIn, refresh, register, viewerOf } from '../testing/given-account.ts';
import { hashPassword } from './password.ts';

let identity: TestSubgraph;
beforeAll(async () => {
  identity = await startTestSubgraph(manifest);
});
afterAll(() => identity.stop());

const admin = anAdmin();
const suspend = (id: string, viewer = admin) =>
  identity.as(viewer).query('mutation ($id: ID!) { suspendUser(id: $id, reason: "Sells what is stolen") { id suspended } }', { id });
const reinstate = (id: string) => identity.as(admin).query('mutation ($id: ID!) { reinstateUser(id: $id) { id suspended } }', { id });

test('a suspended account’s sessions end at once, and nobody logs in to it until it is reinstated', async () => {
  const { user, refreshToken } = await register(identity, { accountType: 'SELLER' });
  for (let count = 0; count < 2; count++) expect(await suspend(user.id)).toEqual({ suspendUser: { id: user.id, suspended: true } });
  await expect(refresh(identity, refreshToken)).rejects.toMatchObject({ code: 'AUTH_001' });
  await expect(logIn(identity, user.email)).rejects.toMatchObject({ code: 'FORBIDDEN', message: 'This account is suspended' });
  await expect(logIn(identity, user.email, 'not the password')).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
  const ended = (await identity.emitted(SessionEnded)).filter(({ userId }) => userId === user.id);
  expect(ended.map(({ reason }) => reason)).toEqual(['ACCOUNT_CHANGED']);
  expect(await reinstate(user.id)).toEqual({ reinstateUser: { id: user.id, suspended: false } });
  await logIn(identity, user.email);
  const facts = { userId: user.id, sellerId: expect.any(String) };
  expect([await identity.emitted(UserSuspended), await identity.emitted(UserReinstated)]).toEqual([[facts], [facts]]);
});

test('no administrator suspends their own account, and nobody else any', async () => {
  await expect(suspend(admin.userId!)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  await expect(suspend((await register(identity)).user.id, aBuyer())).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(suspend('01a1fd00-0000-7000-8000-000000000000')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test.each([
  ['the password is changed', 'update users set password_hash = $2 where id = $1', 'INVALID_CREDENTIALS'],
  ['the account is suspended', 'update users set suspended_at = now() where id = $1 and $2::text is not null', 'FORBIDDEN'],
])('who is logging in while %s is not let in', async (_what, change, code) => {
  const { user } = await register(identity);
  const another = await hashPassword('another password');
  let loggingIn: Promise<unknown> | undefined;
  await identity.context().transact(async ({ sql }) => {
    await sql.query(change, [user.id, another]);
    // The password is looked at as it was, and then the row waited for.
    loggingIn = logIn(identity, user.email).catch((error: unknown) => error);
    for (let waiting = 0; waiting === 0; )
      waiting = (
        await identity.sql.query(
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%for share%'`,
        )
      ).length;
  });
  expect(await loggingIn).toMatchObject({ code });
});

test('what administrators do to accounts and keys is written down, by whom and why, and nobody changes it', async () => {
  const { user } = await register(identity);
  const phone = await logIn(identity, user.email);
  const { sessionId } = viewerOf(phone);
  await identity.as(admin).query('mutation ($id: ID!) { revokeSession(id: $id) }', { id: sessionId });
  await suspend(user.id);
  await reinstate(user.id);
  const text =
    'query ($id: ID) { auditLog(filter: { subjectId: $id }) { nodes { action subjectType subjectId reason outcome domain } totalCount } }';
  const entry = (action: string, reason: string | null = null) => ({
    ...{ action, subjectType: 'User', subjectId: user.id, reason },
    ...{ outcome: 'DONE', domain: 'identity' },
  });
  expect(await identity.as(admin).query(text, { id: user.id })).toEqual({
    auditLog: { nodes: [entry('reinstateUser'), entry('suspendUser', 'Sells what is stolen')], totalCount: 2 },
  });
  expect(await identity.as(admin).query(text, { id: sessionId })).toMatchObject({ auditLog: { nodes: [{ action: 'revokeSession' }] } });
  const { createApiKey } = await identity
    .as(admin)
    .query<{ createApiKey: { apiKey: { id: string } } }>('mutation { createApiKey(client: "acme") { apiKey { id } } }');
  await identity.as(admin).query('mutation ($id: ID!) { revokeApiKey(id: $id) { id } }', { id: createApiKey.apiKey.id });
  const keys = await identity.as(admin).query<{ auditLog: { nodes: { action: string }[] } }>(text, { id: createApiKey.apiKey.id });
  expect(keys.auditLog.nodes.map(({ action }) => action)).toEqual(['revokeApiKey', 'createApiKey']);
  await expect(identity.as(aBuyer()).query(text)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  for (const change of ['update audit_entry set reason = null', 'delete from audit_entry', 'truncate audit_entry'])
    await expect(identity.sql.query(change)).rejects.toThrow('what administrators did is written once');
});

test('one’s own session that one ends is no deed of an administrator', async () => {
  const session = await register(identity);
  await identity.as(viewerOf(session)).query('mutation ($id: ID!) { revokeSession(id: $id) }', { id: viewerOf(session).sessionId });
  const [count] = await identity.sql.query<{ count: number }>('select count(*)::int as count from audit_entry where actor_id = $1', [
    session.user.id,
  ]);
  expect(count).toEqual({ count: 0 });
});
