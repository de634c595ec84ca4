import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newTraceparent } from '@stoa/kit/observability';
import { aPasserBy, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { SessionEnded, SessionStarted } from '@stoa/schema/events/identity';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import manifest from '../index.ts';
import { anEmail, logIn, PASSWORD, refresh, register, viewerOf } from '../testing/given-account.ts';
import { endOldSessions } from './end-old-sessions.job.ts';

let identity: TestSubgraph;
beforeAll(async () => {
  identity = await startTestSubgraph(manifest);
});
afterAll(() => identity.stop());

const invalid = { code: 'AUTH_001', message: 'Invalid or expired token' };
const endings = async (sessionId: string | null) => (await identity.emitted(SessionEnded)).filter((ended) => ended.sessionId === sessionId);

describe('logging in', () => {
  test('gives tokens that anybody can verify by the public keys', async () => {
    const email = anEmail();
    const { user } = await register(identity, { email, accountType: 'SELLER' });
    const session = await logIn(identity, email);
    const request = { method: 'GET', path: '/.well-known/jwks.json', query: new URLSearchParams(), headers: {}, body: new Uint8Array() };
    const { status, body } = await identity.domain.route(request, aPasserBy, newTraceparent());
    expect(status).toBe(200);
    expect(String(body)).not.toContain('"d"');
    const keys = createLocalJWKSet(JSON.parse(String(body)) as JSONWebKeySet);
    const { payload } = await jwtVerify(session.accessToken, keys, { issuer: 'stoa', audience: 'stoa', algorithms: ['EdDSA'] });
    expect(payload).toMatchObject({ sub: user.id, accountType: 'SELLER', sellerId: expect.any(String) });
    expect(payload.exp! - payload.iat!).toBe(900);
    expect((await identity.emitted(SessionStarted)).at(-1)).toEqual({ userId: user.id, sessionId: payload.sid });
  });

  test('takes the address in any case', async () => {
    const email = anEmail();
    await register(identity, { email: ` ${email.toUpperCase()} ` });
    expect((await logIn(identity, email)).user.email).toBe(email);
  });

  test('tells nobody whether an address has an account', async () => {
    const email = anEmail();
    await register(identity, { email });
    const answers = await Promise.all(
      [
        [email, 'a wrong password'],
        [anEmail(), 'a wrong password'],
        [anEmail(), PASSWORD],
      ].map(([address, password]) =>
        identity
          .as(aPasserBy)
          .request('mutation ($input: LogInInput!) { logIn(input: $input) { accessToken } }', { input: { email: address, password } }),
      ),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]!.errors![0]).toMatchObject({ extensions: { code: 'INVALID_CREDENTIALS' } });
  });

  test.each([
    'with an account',
    'without one',
  ])('to an address %s is refused after ten failures, the right password too, and again after the window', async (which) => {
    const email = anEmail();
    if (which === 'with an account') await register(identity, { email });
    for (let count = 0; count < 10; count++)
      await expect(logIn(identity, email, 'wrong')).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    await expect(logIn(identity, email)).rejects.toMatchObject({ code: 'RATE_LIMITED', details: { retryAfter: expect.any(Number) } });
    await identity.sql.query('update strict_count set window_ends_at = now() where starts_with(key, $1)', [email]);
    await expect(logIn(identity, email, 'wrong')).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });

  test('counts guesses that are made at the same time', async () => {
    const email = anEmail();
    await register(identity, { email });
    const guesses = await Promise.allSettled(Array.from({ length: 15 }, () => logIn(identity, email, 'wrong')));
    const codes = guesses.map((guess) => (guess.status === 'rejected' ? guess.reason.code : 'in'));
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(5);
  });

  test('from one address is refused after so many attempts, whatever accounts they name and whether they were good', async () => {
    const limited = await startTestSubgraph(manifest, {
      databaseUrl: identity.databaseUrl,
      environment: { STOA_LOG_IN_RATE: '5/900' },
    });
    const from = (address: string) => ({ ...aPasserBy, address });
    const attempt = (address: string, text: string, input: object) => limited.as(from(address)).request(text, { input });
    const logInFrom = (address: string, email: string) =>
      attempt(address, 'mutation ($input: LogInInput!) { logIn(input: $input) { expiresAt } }', { email, password: PASSWORD });
    const registerFrom = (address: string, email: string) =>
      attempt(address, 'mutation ($input: RegisterInput!) { register(input: $input) { expiresAt } }', {
        email,
        password: PASSWORD,
        firstName: 'Ada',
        lastName: 'Example',
      });
    const email = anEmail();
    const answers = [await registerFrom('192.0.2.1', email), await registerFrom('192.0.2.1', email), await logInFrom('192.0.2.1', email)];
    for (let count = 0; count < 4; count++) answers.push(await logInFrom('192.0.2.1', anEmail()));
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions?.code ?? 'good');
    expect(codes).toEqual(['good', 'EMAIL_TAKEN', 'good', 'INVALID_CREDENTIALS', 'INVALID_CREDENTIALS', 'RATE_LIMITED', 'RATE_LIMITED']);
    expect((await logInFrom('192.0.2.2', email)).errors).toBeUndefined();
    expect((await registerFrom('192.0.2.1', anEmail())).errors?.[0]?.extensions?.code).toBe('RATE_LIMITED');
    await limited.stop();
  });

  test('can be kept by nobody’s guesses from who logs in where they did before', async () => {
    const email = anEmail();
    const from = (address: string) => ({ ...aPasserBy, address });
    const tryFrom = async (address: string, password: string) => {
      const text = 'mutation ($input: LogInInput!) { logIn(input: $input) { expiresAt } }';
      const { errors } = await identity.as(from(address)).request(text, { input: { email, password } });
      return errors?.[0]?.extensions?.code ?? 'in';
    };
    await register(identity, { email });
    expect(await tryFrom('192.0.2.50', PASSWORD)).toBe('in');
    const codes: unknown[] = [];
    for (let count = 0; count < 40; count++) codes.push(await tryFrom(`198.51.100.${count % 5}`, 'a guess'));
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(10);
    expect(await tryFrom('203.0.113.1', PASSWORD)).toBe('RATE_LIMITED');
    expect(await tryFrom('192.0.2.50', 'a slip of the hand')).toBe('INVALID_CREDENTIALS');
    expect(await tryFrom('192.0.2.50', PASSWORD)).toBe('in');
    expect(await tryFrom('203.0.113.1', PASSWORD)).toBe('in');
  });

  test('clears the count', async () => {
    const email = anEmail();
    await register(identity, { email });
    for (let round = 0; round < 2; round++) {
      for (let count = 0; count < 9; count++)
        await expect(logIn(identity, email, 'wrong')).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
      await logIn(identity, email);
    }
  });
});

describe('refreshing a session', () => {
  test('trades the token for a new pair of the same session', async () => {
    const first = await register(identity);
    const second = await refresh(identity, first.refreshToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(viewerOf(second)).toEqual(viewerOf(first));
    await refresh(identity, second.refreshToken);
  });

  test('with a token that was used ends the session for thief and owner, and says so', async () => {
    const stolen = await register(identity);
    const owner = await refresh(identity, stolen.refreshToken);
    await expect(refresh(identity, stolen.refreshToken)).rejects.toMatchObject(invalid);
    await expect(refresh(identity, owner.refreshToken)).rejects.toMatchObject(invalid);
    expect(await endings(viewerOf(stolen).sessionId)).toEqual([expect.objectContaining({ reason: 'TOKEN_REUSED' })]);
    expect(await refresh(identity, (await logIn(identity, stolen.user.email)).refreshToken)).toMatchObject({
      user: { id: stolen.user.id },
    });
  });

  test('with one token twice at once never leaves two good pairs', async () => {
    const { refreshToken } = await register(identity);
    const results = await Promise.allSettled([refresh(identity, refreshToken), refresh(identity, refreshToken)]);
    const given = results.filter((result) => result.status === 'fulfilled');
    expect(given).toHaveLength(1);
    await expect(refresh(identity, given[0]!.value.refreshToken)).rejects.toMatchObject(invalid);
  });

  test.each(['', 'garbage', 'x'.repeat(300)])('with %p is refused', async (token) => {
    await expect(refresh(identity, token)).rejects.toMatchObject({ code: expect.stringMatching(/AUTH_001|BAD_USER_INPUT/) });
  });

  test.each([
    ['thirty days after it began', 'expires_at = now()'],
    ['fourteen days without use', "last_seen_at = now() - interval '14 days'"],
  ])('is over %s', async (_when, change) => {
    const session = await register(identity);
    await identity.sql.query(`update session set ${change} where id = $1`, [viewerOf(session).sessionId]);
    await expect(refresh(identity, session.refreshToken)).rejects.toMatchObject(invalid);
  });

  test('keeps no token that could be stolen from the database', async () => {
    const { refreshToken } = await register(identity);
    const rows = await identity.sql.query('select * from refresh_token');
    expect(JSON.stringify(rows)).not.toContain(refreshToken);
  });
});

describe('logging out', () => {
  const LOG_OUT = 'mutation ($everywhere: Boolean) { logOut(everywhere: $everywhere) }';

  test('ends this session and no other', async () => {
    const here = await register(identity);
    const there = await logIn(identity, here.user.email);
    await identity.as(viewerOf(here)).query(LOG_OUT);
    await expect(refresh(identity, here.refreshToken)).rejects.toMatchObject(invalid);
    await refresh(identity, there.refreshToken);
    expect(await endings(viewerOf(here).sessionId)).toEqual([expect.objectContaining({ reason: 'LOGGED_OUT' })]);
    expect(await identity.as(viewerOf(here)).query(LOG_OUT)).toEqual({ logOut: true });
    expect(await endings(viewerOf(here).sessionId)).toHaveLength(1);
  });

  test('everywhere ends all of one’s own, and nobody else’s', async () => {
    const here = await register(identity);
    const there = await logIn(identity, here.user.email);
    const somebody = await register(identity);
    await identity.as(viewerOf(here)).query(LOG_OUT, { everywhere: true });
    for (const session of [here, there]) await expect(refresh(identity, session.refreshToken)).rejects.toMatchObject(invalid);
    await refresh(identity, somebody.refreshToken);
  });
});

describe('revoking a session', () => {
  const REVOKE = 'mutation ($id: ID!) { revokeSession(id: $id) }';

  test('ends that one from another, and says so once', async () => {
    const here = await register(identity);
    const phone = await logIn(identity, here.user.email);
    const id = viewerOf(phone).sessionId;
    for (let count = 0; count < 2; count++)
      expect(await identity.as(viewerOf(here)).query(REVOKE, { id })).toEqual({ revokeSession: true });
    await expect(refresh(identity, phone.refreshToken)).rejects.toMatchObject(invalid);
    await refresh(identity, here.refreshToken);
    expect(await endings(id)).toEqual([expect.objectContaining({ reason: 'REVOKED' })]);
  });

  test('is for its owner alone', async () => {
    const [owner, stranger] = [await register(identity), await register(identity)];
    await expect(identity.as(viewerOf(stranger)).query(REVOKE, { id: viewerOf(owner).sessionId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await refresh(identity, owner.refreshToken);
  });
});

test('gateways are told which sessions ended of which tokens may be out, and from when to ask again', async () => {
  const ask = async (since?: string) => {
    const query = new URLSearchParams(since === undefined ? {} : { since });
    const request = { method: 'GET', path: '/ended-sessions', query, headers: {}, body: new Uint8Array() };
    const { body } = await identity.domain.route(request, aPasserBy, newTraceparent());
    return JSON.parse(String(body)) as { sessions: string[]; until: string };
  };
  const [ended, older, open] = [await register(identity), await register(identity), await register(identity)];
  for (const each of [ended, older]) await identity.as(viewerOf(each)).query('mutation { logOut }');
  const ids = [ended, older, open].map((each) => viewerOf(each).sessionId!);
  await identity.sql.query(`update session set ended_at = now() - interval '5 minutes' where id = $1`, [ids[1]]);
  const all = await ask();
  expect(ids.map((id) => all.sessions.includes(id))).toEqual([true, true, false]);
  const next = await ask(all.until);
  expect(ids.map((id) => next.sessions.includes(id))).toEqual([true, false, false]);
});

test('one sees one’s own sessions, with the present one marked, and ended ones gone', async () => {
  const here = await register(identity);
  const phone = await logIn(identity, here.user.email, PASSWORD, 'A phone');
  const sessions = async () =>
    (await identity.as(viewerOf(here)).query<{ me: { sessions: unknown[] } }>('{ me { sessions { id userAgent current } } }')).me.sessions;
  expect(await sessions()).toEqual([
    { id: viewerOf(phone).sessionId, userAgent: 'A phone', current: false },
    { id: viewerOf(here).sessionId, userAgent: null, current: true },
  ]);
  await identity.as(viewerOf(phone)).query('mutation { logOut }');
  expect(await sessions()).toHaveLength(1);
});

test('old sessions go a week after their end, and living ones stay', async () => {
  const [old, living] = [await register(identity), await register(identity)];
  await identity.sql.query(`update session set ended_at = now() - interval '8 days' where id = $1`, [viewerOf(old).sessionId]);
  await identity.run(endOldSessions);
  const left = await identity.sql.query<{ id: string }>('select id from session where id = any($1)', [
    [old, living].map((session) => viewerOf(session).sessionId),
  ]);
  expect(left).toEqual([{ id: viewerOf(living).sessionId }]);
});
