import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { SessionEnded } from '@stoa/schema/events/identity';
import manifest from '../index.ts';
import { aColleague, logIn, register, viewerOf } from '../testing/given-account.ts';
import { ORIGIN, secondFactorsAt } from '../testing/given-second-factor.ts';

let identity: TestSubgraph;
beforeAll(async () => {
  identity = await startTestSubgraph(manifest, { environment: { STOA_STOREFRONT_URL: ORIGIN } });
});
afterAll(() => identity?.stop());

const { withTotp, addPasskey, asked } = secondFactorsAt(() => identity);
const reset = (viewer: Viewer, userId: string | null) =>
  identity
    .as(viewer)
    .query('mutation ($userId: ID!) { resetSecondFactors(userId: $userId, reason: "Lost their phone") { id } }', { userId });
const mailsWanted = async (email: string) =>
  (await identity.sql.query<{ kind: string }>('select kind from mail_request where email = $1', [email])).map(({ kind }) => kind);

test('somebody who has lost all of theirs logs in by their password again, and whoever was logged in does not', async () => {
  const { session, email } = await withTotp();
  await addPasskey(session);
  expect((await asked(email)).methods).toEqual(['TOTP', 'PASSKEY', 'RECOVERY_CODE']);
  await identity.sql.query('delete from mail_request where email = $1', [email]);
  const colleague = await aColleague(identity, 'users:recover');
  expect(await reset(colleague, session.user.id)).toEqual({ resetSecondFactors: { id: session.user.id } });
  const ended = (await identity.emitted(SessionEnded)).filter(({ sessionId }) => sessionId === viewerOf(session).sessionId);
  expect(ended.map(({ reason }) => reason)).toEqual(['ACCOUNT_CHANGED']);
  expect(await mailsWanted(email)).toEqual(['FACTORS_RESET']);
  expect((await logIn(identity, email)).user.id).toBe(session.user.id);
  expect(await identity.sql.query('select from recovery_code where user_id = $1', [session.user.id])).toEqual([]);
});

test('where there is none, it changes nothing', async () => {
  const session = await register(identity);
  await reset(await aColleague(identity, 'users:recover'), session.user.id);
  expect(await mailsWanted(session.user.email)).not.toContain('FACTORS_RESET');
  expect(await identity.emitted(SessionEnded)).not.toContainEqual(expect.objectContaining({ userId: session.user.id }));
});

test('it takes a scope of its own, a log-in of just now, and somebody else', async () => {
  const { session } = await withTotp();
  await expect(reset(await aColleague(identity, 'users:write', 'users:act'), session.user.id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const colleague = await aColleague(identity, 'users:recover');
  await expect(reset(colleague, colleague.userId)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  await identity.sql.query(`update session set created_at = now() - interval '16 minutes' where id = $1`, [colleague.sessionId]);
  await expect(reset(colleague, session.user.id)).rejects.toMatchObject({ code: 'FRESH_LOG_IN_REQUIRED' });
  expect(await identity.sql.query('select from totp_factor where user_id = $1', [session.user.id])).toHaveLength(1);
});

test('of staff it helps only those who may do no more than whoever helps', async () => {
  const [mighty, other] = [await aColleague(identity, '*'), await aColleague(identity, 'orders:read')];
  await expect(reset(await aColleague(identity, 'users:recover', 'staff:write'), mighty.userId)).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  await expect(reset(await aColleague(identity, 'users:recover', 'orders:read'), other.userId)).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  expect(await reset(mighty, other.userId)).toEqual({ resetSecondFactors: { id: other.userId } });
});
