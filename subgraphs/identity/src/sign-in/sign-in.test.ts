import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aPasserBy, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { type OpenIdSandbox, startOpenIdSandbox } from '@stoa/sandbox/index';
import { UserRegistered } from '@stoa/schema/events/identity';
import manifest from '../index.ts';
import { logIn, PASSWORD, register, type SessionSeen, viewerOf } from '../testing/given-account.ts';
import { aBrowser, aPerson, atTheProvider, control, signInBy } from '../testing/given-provider.ts';
import type { SignInBrowser } from '../testing/sign-in-browser.ts';

let provider: OpenIdSandbox;
let identity: TestSubgraph;
beforeAll(async () => {
  provider = await startOpenIdSandbox({ port: 0, ...atTheProvider });
  identity = await startTestSubgraph(manifest, {
    environment: { ...signInBy(provider.url), STOA_SIGN_IN_PAGES: 'https://shop.example/sign-in,https://seller.example/in' },
  });
});
afterAll(async () => {
  await identity.stop();
  await provider.close();
});

const EXCHANGE = `mutation ($code: String!, $verifier: String!) {
  exchangeSignInCode(code: $code, verifier: $verifier) { accessToken refreshToken user { id email accountType } }
}`;
const LINK = 'mutation ($code: String!, $verifier: String!) { linkSignInProvider(code: $code, verifier: $verifier) { id kind label } }';
const REMOVE = 'mutation ($id: ID!) { removeSignInMethod(id: $id) }';
const METHODS = '{ me { signInMethods { id kind label } } }';

const exchange = async (code: string, { verifier }: Pick<SignInBrowser, 'verifier'>): Promise<SessionSeen> =>
  (await identity.as(aPasserBy).query<{ exchangeSignInCode: SessionSeen }>(EXCHANGE, { code, verifier })).exchangeSignInCode;

async function signIn(sub: string): Promise<SessionSeen> {
  const browser = aBrowser(identity);
  return exchange((await browser.signIn(sub)).code, browser);
}

async function link(session: SessionSeen, sub: string) {
  const browser = aBrowser(identity);
  const { code } = await browser.signIn(sub);
  return identity
    .as(viewerOf(session))
    .query<{ linkSignInProvider: { id: string; label: string } }>(LINK, { code, verifier: browser.verifier });
}

const methodsOf = async (session: SessionSeen) =>
  (await identity.as(viewerOf(session)).query<{ me: { signInMethods: { id: string; kind: string }[] } }>(METHODS)).me.signInMethods;

const proveAddress = (email: string) => identity.sql.query('update users set email_verified_at = now() where email = $1', [email]);

describe('signing in by a provider', () => {
  test('opens a buyer’s account with a proved address and no password, and finds it again', async () => {
    const person = await aPerson(provider);
    const first = await signIn(person.sub);
    expect(first.user).toMatchObject({ email: person.email, accountType: 'BUYER' });
    expect((await identity.emitted(UserRegistered)).at(-1)).toEqual({ userId: first.user.id, accountType: 'BUYER', sellerId: null });
    expect(await identity.as(viewerOf(first)).query('{ me { firstName lastName emailVerified } }')).toEqual({
      me: { firstName: 'Ada', lastName: 'Lovelace', emailVerified: true },
    });
    expect((await signIn(person.sub)).user.id).toBe(first.user.id);
    expect(await methodsOf(first)).toEqual([{ id: expect.any(String), kind: 'PROVIDER', label: `Sandbox, ${person.email}` }]);
  });

  test('goes by who somebody is there, not by an address that they had', async () => {
    const person = await aPerson(provider);
    const first = await signIn(person.sub);
    await control(provider, 'people', { ...person, email: 'renamed@example.test' });
    expect((await signIn(person.sub)).user).toEqual(first.user);
  });

  test('twice at once for the first time opens one account', async () => {
    const { sub } = await aPerson(provider);
    const sessions = await Promise.all([signIn(sub), signIn(sub)]);
    expect(new Set(sessions.map(({ user }) => user.id)).size).toBe(1);
  });

  test('goes on when the provider has changed its keys', async () => {
    const { sub } = await aPerson(provider);
    await signIn(sub);
    await control(provider, 'rotate', {});
    await signIn(sub);
  });

  test('takes what names there are', async () => {
    const { sub } = await aPerson(provider, { given_name: undefined, family_name: undefined, name: 'Grace Brewster Hopper' });
    expect(await identity.as(viewerOf(await signIn(sub))).query('{ me { firstName lastName } }')).toEqual({
      me: { firstName: 'Grace', lastName: 'Brewster Hopper' },
    });
  });
});

describe('an address that has an account here', () => {
  test('verified on both sides is the same person’s', async () => {
    const session = await register(identity);
    await proveAddress(session.user.email);
    const { sub } = await aPerson(provider, { email: session.user.email });
    expect((await signIn(sub)).user.id).toBe(session.user.id);
    expect((await methodsOf(session)).map(({ kind }) => kind)).toEqual(['PASSWORD', 'PROVIDER']);
    await logIn(identity, session.user.email, PASSWORD);
  });

  test.each([
    ['is not linked while nobody here has proved it', async () => undefined, { email_verified: true }, 'EMAIL_TAKEN'],
    ['is not linked by one that the provider has not', proveAddress, { email_verified: false }, 'EMAIL_UNVERIFIED'],
    ['nor where it calls that true in a word', proveAddress, { email_verified: undefined }, 'EMAIL_UNVERIFIED'],
  ])('%s', async (_what, prepare, facts, code) => {
    const session = await register(identity);
    await prepare(session.user.email);
    const { sub } = await aPerson(provider, { email: session.user.email, ...facts });
    await expect(signIn(sub)).rejects.toMatchObject({ code });
    expect((await methodsOf(session)).map(({ kind }) => kind)).toEqual(['PASSWORD']);
  });

  test('of an administrator is linked by nobody else', async () => {
    await proveAddress('admin@stoa.test');
    const { sub } = await aPerson(provider, { email: 'admin@stoa.test' });
    await expect(signIn(sub)).rejects.toMatchObject({ code: 'EMAIL_TAKEN' });
  });

  test('is not needed where somebody is linked, and opens nothing where it is missing', async () => {
    const { sub } = await aPerson(provider, { email: undefined });
    await expect(signIn(sub)).rejects.toMatchObject({ code: 'EMAIL_UNVERIFIED' });
    const session = await register(identity);
    await link(session, sub);
    expect((await signIn(sub)).user.id).toBe(session.user.id);
  });
});

describe('a code', () => {
  const invalid = { code: 'AUTH_001', message: 'Invalid or expired code' };

  test('works once, with the secret of the page that asked for it', async () => {
    const { sub } = await aPerson(provider);
    const browser = aBrowser(identity);
    const { code } = await browser.signIn(sub);
    await exchange(code, browser);
    await expect(exchange(code, browser)).rejects.toMatchObject(invalid);
  });

  test('of another browser is refused, and used up by the try', async () => {
    const { sub } = await aPerson(provider);
    const [thief, owner] = [aBrowser(identity), aBrowser(identity)];
    const { code } = await owner.signIn(sub);
    await expect(exchange(code, thief)).rejects.toMatchObject(invalid);
    await expect(exchange(code, owner)).rejects.toMatchObject(invalid);
  });

  test('is good for a minute, kept as a hash, and used by one of two at once', async () => {
    const { sub } = await aPerson(provider);
    const browser = aBrowser(identity);
    const { code } = await browser.signIn(sub);
    expect(JSON.stringify(await identity.sql.query('select * from sign_in_code'))).not.toContain(code);
    const tries = await Promise.allSettled([exchange(code, browser), exchange(code, browser)]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const late = await browser.signIn(sub);
    await identity.sql.query('update sign_in_code set expires_at = now()');
    await expect(exchange(late.code, browser)).rejects.toMatchObject(invalid);
  });
});

describe('the way to a provider and back', () => {
  test('is offered for providers that are set, to pages that are allowed', async () => {
    expect(await identity.as(aPasserBy).query('{ signInProviders { name label } }')).toEqual({
      signInProviders: [{ name: 'sandbox', label: 'Sandbox' }],
    });
    const { sub } = await aPerson(provider);
    expect((await aBrowser(identity).signIn(sub)).page).toBe('https://shop.example/sign-in');
    expect((await aBrowser(identity).signIn(sub, { return_to: 'https://seller.example/in' })).page).toBe('https://seller.example/in');
  });

  test.each([
    'https://attacker.example/sign-in',
    'https://shop.example/sign-in.attacker.example',
    'https://shop.example/sign-in/../steal',
    'https://shop.example@attacker.example/sign-in',
    '//attacker.example',
    'javascript:alert(1)',
    '',
  ])('leads nobody to %p', async (page) => {
    expect(await aBrowser(identity).start({ return_to: page })).toMatchObject({ status: 400, location: null, cookie: null });
  });

  test('begins with the challenge of a secret', async () => {
    for (const challenge of ['', 'plain', 'x'.repeat(44)])
      expect(await aBrowser(identity).start({ code_challenge: challenge })).toMatchObject({ status: 400, location: null });
  });

  test('keeps what it must in a cookie that no script reads and no other site sends', async () => {
    const { location, cookie } = await aBrowser(identity).start();
    expect(cookie).toMatch(/^stoa-sign-in-[\w-]{12}=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/);
    expect(location).toContain('code_challenge_method=S256');
    expect(location).not.toContain('verifier');
  });

  test('is told when somebody refuses there', async () => {
    expect(await aBrowser(identity).signIn('')).toMatchObject({ code: '', error: 'ACCESS_DENIED' });
  });

  test('ends at once for a browser that did not begin it, and for a state that was changed', async () => {
    const { sub } = await aPerson(provider);
    const [victim, attacker] = [aBrowser(identity), aBrowser(identity)];
    const callback = await attacker.choose((await attacker.start()).location!, sub);
    await victim.start();
    const expired = { page: 'https://shop.example/sign-in', code: '', error: 'SIGN_IN_EXPIRED' };
    expect(await victim.finish(callback)).toEqual(expired);
    expect(await attacker.finish(callback.replace(/state=[^&]{12}/, '$&x'))).toMatchObject({ code: '' });
    expect(await attacker.finish(callback.replace(/state=[^&]+/, 'state=other'))).toEqual(expired);
  });

  test('cannot be gone twice', async () => {
    const { sub } = await aPerson(provider);
    const browser = aBrowser(identity);
    const { location } = await browser.start();
    const callback = await browser.choose(location!, sub);
    expect((await browser.finish(callback)).error).toBeNull();
    expect((await browser.finish(callback)).error).toBe('SIGN_IN_EXPIRED');
  });

  test('takes no answer of a provider that names another nonce, issuer, client or time', async () => {
    const { sub } = await aPerson(provider);
    const lies = [{ nonce: 'another' }, { sub: '' }, { iss: 'https://other.example' }, { aud: 'somebody else' }, { exp: 1_700_000_000 }];
    for (const lie of lies) {
      await control(provider, 'lie', lie);
      expect(await aBrowser(identity).signIn(sub)).toMatchObject({ code: '', error: 'SIGN_IN_FAILED' });
    }
  });

  test('says that a provider is down, and goes on when it is back', async () => {
    const { sub } = await aPerson(provider);
    const browser = aBrowser(identity);
    const callback = await browser.choose((await browser.start()).location!, sub);
    await control(provider, 'down', { down: true });
    expect(await browser.finish(callback)).toMatchObject({ code: '', error: 'SERVICE_UNAVAILABLE' });
    const replica = await startTestSubgraph(manifest, { databaseUrl: identity.databaseUrl, environment: signInBy(provider.url) });
    const { location } = await aBrowser(replica).start();
    expect(location).toContain('#error=SERVICE_UNAVAILABLE');
    await control(provider, 'down', { down: false });
    expect((await aBrowser(replica).signIn(sub)).error).toBeNull();
    await replica.stop();
  });
});

describe('ways to log in', () => {
  test('are linked by who is logged in to both, whatever the addresses, and one is nobody else’s', async () => {
    const [session, somebody] = [await register(identity), await register(identity)];
    const { sub } = await aPerson(provider);
    const linked = await link(session, sub);
    expect((await signIn(sub)).user.id).toBe(session.user.id);
    expect(await link(session, sub)).toEqual(linked);
    await expect(link(somebody, sub)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  });

  test('are changed by a log-in of the last quarter of an hour alone', async () => {
    const session = await register(identity);
    const { sub } = await aPerson(provider);
    const { linkSignInProvider } = await link(session, sub);
    await identity.sql.query(`update session set created_at = now() - interval '16 minutes' where user_id = $1`, [session.user.id]);
    const stale = { code: 'FRESH_LOG_IN_REQUIRED' };
    await expect(link(session, (await aPerson(provider)).sub)).rejects.toMatchObject(stale);
    await expect(identity.as(viewerOf(session)).query(REMOVE, { id: linkSignInProvider.id })).rejects.toMatchObject(stale);
  });

  test('are taken away, but not the last one', async () => {
    const { sub } = await aPerson(provider);
    const session = await signIn(sub);
    const [only] = await methodsOf(session);
    const client = identity.as(viewerOf(session));
    await expect(client.query(REMOVE, { id: only!.id })).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
    await link(session, (await aPerson(provider)).sub);
    expect(await client.query(REMOVE, { id: only!.id })).toEqual({ removeSignInMethod: true });
    expect(await methodsOf(session)).toHaveLength(1);
  });

  test('without a password answer one that is tried as any wrong one', async () => {
    const person = await aPerson(provider);
    await signIn(person.sub);
    await expect(logIn(identity, person.email, PASSWORD)).rejects.toMatchObject({
      code: 'INVALID_CREDENTIALS',
      message: 'E-mail address and password do not match an account',
    });
  });

  test('let nobody in whose account is suspended', async () => {
    const { sub } = await aPerson(provider);
    const { user } = await signIn(sub);
    await identity.sql.query('update users set suspended_at = now() where id = $1', [user.id]);
    await expect(signIn(sub)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

test.each([
  ['{', 'must be JSON'],
  [JSON.stringify([{ name: 'google', issuer: 'http://accounts.example', clientId: 'a', clientSecret: 'b' }]), 'https://'],
  [JSON.stringify([{ name: 'Google', issuer: 'https://a.example', clientId: 'a', clientSecret: 'b' }]), 'a short word'],
])('%s is no list of providers', async (STOA_SIGN_IN_PROVIDERS, message) => {
  await expect(startTestSubgraph(manifest, { environment: { STOA_SIGN_IN_PROVIDERS } })).rejects.toThrow(message);
});
