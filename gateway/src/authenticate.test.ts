import { beforeEach, describe, expect, it } from '@jest/globals';
import { anonymous } from '@stoa/kit/auth';
import { type Authenticate, createAuthenticate } from './authenticate.ts';
import { TokenIssuer } from './testing/token-issuer.ts';

let issuer: TokenIssuer;
let nowMs: number;
let authenticate: Authenticate;

beforeEach(async () => {
  issuer = await new TokenIssuer().addKey('first');
  nowMs = Date.now();
  authenticate = createAuthenticate({ fetchJwks: issuer.jwks, nowMs: () => nowMs });
});

const refused = { extensions: { code: 'AUTH_001' }, message: 'Invalid or expired token' };

describe('a token', () => {
  it('is not needed', async () => {
    expect(await authenticate(undefined)).toEqual({ viewer: anonymous, scopes: [], expiresAtMs: undefined });
    expect(issuer.fetches).toBe(0);
  });

  it('tells who asks', async () => {
    const { viewer, expiresAtMs } = await authenticate(`Bearer ${await issuer.token()}`);
    expect(viewer).toEqual({ kind: 'user', userId: 'user-1', sellerId: 'seller-1', accountType: 'SELLER', sessionId: 'session-1' });
    expect(expiresAtMs).toBeGreaterThan(nowMs);
  });

  it('tells what somebody of the staff may do, and of nobody else what their token names', async () => {
    const scoped = async (claims: object) =>
      (await authenticate(`Bearer ${await issuer.token({ sellerId: undefined, ...claims })}`)).viewer.scopes;
    expect(await scoped({ accountType: 'ADMIN', scope: 'users:read orders:read' })).toEqual(['orders:read', 'users:read']);
    expect(await scoped({ accountType: 'ADMIN', scope: '* orders:read' })).toEqual(['*']);
    expect(await scoped({ accountType: 'ADMIN' })).toEqual([]);
    expect(await scoped({ accountType: 'BUYER', scope: '*' })).toBeUndefined();
  });

  it('tells who acts for its subject, and is no good where it says that somebody does and not who', async () => {
    const acting = async (act: unknown) => (await authenticate(`Bearer ${await issuer.token({ act })}`)).viewer;
    expect(await acting({ sub: 'staff-1' })).toMatchObject({ userId: 'user-1', actorId: 'staff-1' });
    expect((await authenticate(`Bearer ${await issuer.token()}`)).viewer).not.toHaveProperty('actorId');
    for (const act of ['staff-1', null, {}, { sub: '' }, { sub: 1 }, []]) await expect(acting(act)).rejects.toMatchObject(refused);
  });

  it('of a guest tells them from others, and grants nothing else, whatever it claims', async () => {
    const { viewer, scopes } = await authenticate(`Bearer ${await issuer.token({ scope: 'admin' }, '15m', 'stoa/guests')}`);
    expect(viewer).toEqual({ ...anonymous, kind: 'guest', guestId: 'user-1' });
    expect(scopes).toEqual(['guest']);
  });

  it('is refused when it is none, altered, for somebody else, or by somebody else', async () => {
    const good = await issuer.token();
    const [header, , signature] = good.split('.');
    const stranger = await new TokenIssuer().addKey('first');
    const altered = `${header}.${Buffer.from(JSON.stringify({ sub: 'other', aud: 'stoa', exp: 9e9 })).toString('base64url')}.${signature}`;
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${good.split('.')[1]}.`;
    const bad = [
      'nonsense',
      `Bearer nonsense`,
      `Basic ${good}`,
      `Bearer ${altered}`,
      `Bearer ${unsigned}`,
      `Bearer ${await stranger.token()}`,
      `Bearer ${await issuer.token({}, '15m', 'elsewhere')}`,
    ];
    for (const authorization of bad) await expect(authenticate(authorization)).rejects.toMatchObject(refused);
  });

  it('is refused once it has expired, also when it was good before', async () => {
    const token = await issuer.token();
    await authenticate(`Bearer ${token}`);
    nowMs += 16 * 60_000;
    await expect(authenticate(`Bearer ${token}`)).rejects.toMatchObject(refused);
  });
});

describe('the keys', () => {
  it('are fetched again for one not known, but not at every such token', async () => {
    await authenticate(`Bearer ${await issuer.token()}`);
    await issuer.addKey('second');
    const token = await issuer.token();
    await expect(authenticate(`Bearer ${token}`)).rejects.toMatchObject(refused);
    expect(issuer.fetches).toBe(1);
    nowMs += 11_000;
    expect((await authenticate(`Bearer ${token}`)).viewer.userId).toBe('user-1');
    expect(issuer.fetches).toBe(2);
  });

  it('that cannot be had make the token neither good nor bad', async () => {
    const lost = createAuthenticate({ fetchJwks: async () => Promise.reject(new Error('down')) });
    await expect(lost(`Bearer ${await issuer.token()}`)).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
  });
});
