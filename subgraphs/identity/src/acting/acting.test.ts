import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import { startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { ActingStarted, SessionEnded, SessionStarted } from '@stoa/schema/events/identity';
import { decodeJwt } from 'jose';
import manifest from '../index.ts';
import { aColleague, register, type SessionSeen, viewerOf } from '../testing/given-account.ts';

let identity: TestSubgraph;
beforeAll(async () => {
  identity = await startTestSubgraph(manifest);
});
afterAll(() => identity?.stop());

interface Acting {
  readonly id: string;
  readonly accessToken: string;
  readonly expiresAt: string;
  readonly user: { readonly id: string };
}

const ACT_AS = 'mutation ($userId: ID!) { actAs(userId: $userId, reason: "They called") { id accessToken expiresAt user { id } } }';
const actAs = async (viewer: Viewer, userId: string): Promise<Acting> =>
  (await identity.as(viewer).query<{ actAs: Acting }>(ACT_AS, { userId })).actAs;
const asking = ({ accessToken, user }: Acting): Viewer => {
  const { act } = decodeJwt<{ act: { sub: string } }>(accessToken);
  return { ...viewerOf({ accessToken, user } as unknown as SessionSeen), actorId: act.sub };
};
const endings = async (sessionId: string) =>
  (await identity.emitted(SessionEnded)).filter((ended) => ended.sessionId === sessionId).map(({ userId, reason }) => ({ userId, reason }));

test('a token is the user’s, names who acts, ends with its session after half an hour, and cannot be refreshed', async () => {
  const [colleague, seller] = [
    await aColleague(identity, 'users:act'),
    await register(identity, { accountType: 'SELLER', displayName: 'Lamps' }),
  ];
  const acting = await actAs(colleague, seller.user.id);
  const { exp, iat, scope, ...claims } = decodeJwt(acting.accessToken);
  expect(claims).toMatchObject({ sub: seller.user.id, act: { sub: colleague.userId }, sid: acting.id, accountType: 'SELLER' });
  expect([exp! - iat!, scope]).toEqual([1_800, undefined]);
  expect(new Date(acting.expiresAt).getTime()).toBe(exp! * 1_000);
  expect(await identity.sql.query('select from refresh_token where session_id = $1', [acting.id])).toEqual([]);
  const [row] = await identity.sql.query('select expires_at - created_at as lives from session where id = $1', [acting.id]);
  expect(row).toEqual({ lives: '00:30:00' });
  const told = { userId: seller.user.id, sessionId: acting.id };
  expect(await identity.emitted(ActingStarted)).toContainEqual({ ...told, actorId: colleague.userId });
  // Nobody has logged in.
  expect(await identity.emitted(SessionStarted)).not.toContainEqual(told);
});

test('the user sees who acts among their sessions, and whoever acts sees for a banner that they do', async () => {
  const [colleague, owner] = [await aColleague(identity, 'users:act'), await register(identity)];
  const acting = await actAs(colleague, owner.user.id);
  const { me } = await identity
    .as(viewerOf(owner))
    .query<{ me: { actor: null; sessions: object[] } }>('{ me { actor { id } sessions { id current actor { id firstName } } } }');
  expect(me.actor).toBeNull();
  expect(me.sessions).toContainEqual({ id: acting.id, current: false, actor: { id: colleague.userId, firstName: 'Ada' } });
  expect(me.sessions).toContainEqual({ id: viewerOf(owner).sessionId, current: true, actor: null });
  expect(await identity.as(asking(acting)).query('{ me { id actor { id } } }')).toEqual({
    me: { id: owner.user.id, actor: { id: colleague.userId } },
  });
});

describe('nobody acts', () => {
  test('for staff, or themselves', async () => {
    const [colleague, other] = [await aColleague(identity, '*'), await aColleague(identity)];
    for (const id of [colleague.userId!, other.userId!])
      await expect(actAs(colleague, id)).rejects.toMatchObject({ code: 'FORBIDDEN', message: 'Nobody acts for staff' });
  });

  test('for an account that is suspended, or that there is not', async () => {
    const [colleague, owner] = [await aColleague(identity, 'users:act', 'users:suspend'), await register(identity)];
    await identity.as(colleague).query('mutation ($id: ID!) { suspendUser(id: $id, reason: "Fakes") { id } }', { id: owner.user.id });
    await expect(actAs(colleague, owner.user.id)).rejects.toMatchObject({ code: 'FORBIDDEN', message: 'This account is suspended' });
    await expect(actAs(colleague, newId())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('without a scope of its own, by their token or by their row', async () => {
    const { user } = await register(identity);
    await expect(actAs(await aColleague(identity, 'users:read', 'users:write'), user.id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const lost = await aColleague(identity, 'users:act');
    await identity.sql.query(`update users set scopes = '[]' where id = $1`, [lost.userId]);
    await expect(actAs(lost, user.id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('by a session that is over, is no session of ours, or began a while ago', async () => {
    const { user } = await register(identity);
    const ended = await aColleague(identity, 'users:act');
    await identity.as(ended).query('mutation { logOut }');
    await expect(actAs(ended, user.id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const outside = { ...(await aColleague(identity, 'users:act')), sessionId: null };
    await expect(actAs(outside, user.id)).rejects.toMatchObject({ code: 'FRESH_LOG_IN_REQUIRED' });
    const old = await aColleague(identity, 'users:act');
    await identity.sql.query(`update session set created_at = now() - interval '16 minutes' where id = $1`, [old.sessionId]);
    await expect(actAs(old, user.id)).rejects.toMatchObject({ code: 'FRESH_LOG_IN_REQUIRED' });
  });

  test('by a session that showed no second factor, where they have one', async () => {
    const [colleague, owner] = [await aColleague(identity, 'users:act'), await register(identity)];
    await identity.sql.query(`insert into totp_factor (id, user_id, secret, confirmed_at) values ($1, $2, 'A', now())`, [
      newId(),
      colleague.userId,
    ]);
    await expect(actAs(colleague, owner.user.id)).rejects.toMatchObject({ code: 'FRESH_LOG_IN_REQUIRED' });
    await identity.sql.query('update session set has_second_factor = true where id = $1', [colleague.sessionId]);
    expect(await actAs(colleague, owner.user.id)).toMatchObject({ user: { id: owner.user.id } });
  });

  test('while they act already', async () => {
    const [colleague, owner, other] = [await aColleague(identity, '*'), await register(identity), await register(identity)];
    const acting = asking(await actAs(colleague, owner.user.id));
    await expect(actAs(acting, other.user.id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('it ends', () => {
  const LOG_OUT = 'mutation ($everywhere: Boolean!) { logOut(everywhere: $everywhere) }';
  const SCOPES = 'mutation ($id: ID!) { setStaffScopes(id: $id, scopes: []) { id } }';
  const SUSPEND = 'mutation ($id: ID!) { suspendUser(id: $id, reason: "Fakes") { id } }';

  const given = async () => {
    const [colleague, owner] = [await aColleague(identity, 'users:act'), await register(identity)];
    return { colleague, owner: viewerOf(owner), acting: await actAs(colleague, owner.user.id) };
  };

  test.each([
    [
      'when the user ends it',
      'REVOKED',
      ({ owner, acting }) => [owner, 'mutation ($id: ID!) { revokeSession(id: $id) }', { id: acting.id }],
    ],
    ['when the user logs out everywhere', 'LOGGED_OUT', ({ owner }) => [owner, LOG_OUT, { everywhere: true }]],
    ['when whoever acts logs out of it', 'LOGGED_OUT', ({ acting }) => [asking(acting), LOG_OUT, { everywhere: false }]],
    ['when whoever acts logs out of their own', 'LOGGED_OUT', ({ colleague }) => [colleague, LOG_OUT, { everywhere: false }]],
    [
      'when their scopes are taken',
      'ACCOUNT_CHANGED',
      async ({ colleague }) => [await aColleague(identity, '*'), SCOPES, { id: colleague.userId }],
    ],
    [
      'when they are suspended',
      'ACCOUNT_CHANGED',
      async ({ colleague }) => [await aColleague(identity, '*'), SUSPEND, { id: colleague.userId }],
    ],
    [
      'when the user is suspended',
      'ACCOUNT_CHANGED',
      async ({ owner }) => [await aColleague(identity, '*'), SUSPEND, { id: owner.userId }],
    ],
  ] as readonly [string, string, (who: Awaited<ReturnType<typeof given>>) => unknown][])('%s', async (_what, reason, end) => {
    const who = await given();
    const [viewer, document, variables] = (await end(who)) as [Viewer, string, object];
    await identity.as(viewer).query(document, variables as Record<string, unknown>);
    expect(await endings(who.acting.id)).toEqual([{ userId: who.owner.userId, reason }]);
  });

  test('also where it is begun in the moment in which whoever acts leaves', async () => {
    for (let count = 0; count < 10; count++) {
      const [colleague, owner] = [await aColleague(identity, 'users:act'), await register(identity)];
      await Promise.allSettled([actAs(colleague, owner.user.id), identity.as(colleague).query('mutation { logOut }')]);
      const open = await identity.sql.query('select id from session where actor_id = $1 and ended_at is null', [colleague.userId]);
      expect(open).toEqual([]);
    }
  });

  test('and not when whoever acts logs out elsewhere', async () => {
    const { colleague, acting } = await given();
    await identity.sql.query('insert into session (id, user_id) values ($1, $2)', [newId(), colleague.userId]);
    const [elsewhere] = await identity.sql.query<{ id: string }>('select id from session where user_id = $1 and id <> $2', [
      colleague.userId,
      colleague.sessionId,
    ]);
    await identity.as({ ...colleague, sessionId: elsewhere!.id }).query('mutation { logOut }');
    expect(await endings(acting.id)).toEqual([]);
  });
});

describe('whoever acts is refused', () => {
  const refused = { code: 'NOT_WHILE_ACTING' };

  test('to log the user out everywhere', async () => {
    const [colleague, owner] = [await aColleague(identity, 'users:act'), await register(identity)];
    const acting = asking(await actAs(colleague, owner.user.id));
    await expect(identity.as(acting).query('mutation { logOut(everywhere: true) }')).rejects.toMatchObject(refused);
    expect(await endings(viewerOf(owner).sessionId!)).toEqual([]);
  });

  test('to see copies of all that is held of the user', async () => {
    const [colleague, owner] = [await aColleague(identity, 'users:act'), await register(identity)];
    const acting = asking(await actAs(colleague, owner.user.id));
    const { data, errors } = await identity.as(acting).request('{ me { dataExports { url } } }');
    expect([data, errors?.[0]?.extensions?.code]).toEqual([{ me: { dataExports: null } }, 'FORBIDDEN']);
  });
});
