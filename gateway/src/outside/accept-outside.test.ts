import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { createAuthenticate } from '../authenticate.ts';
import { TokenIssuer } from '../testing/token-issuer.ts';
import { acceptOutside } from './accept-outside.ts';
import { KnownAccounts } from './known-accounts.ts';
import type { OutsideIssuer, OutsidePerson } from './outside-issuer.ts';

const ISSUER = 'https://tenant.example/';

let nowMs: number;
let own: TokenIssuer;
let theirs: TokenIssuer;
let asked: OutsidePerson[];
let answer: { viewer: Viewer } | { refusal: string } | Error;
let accounts: KnownAccounts;

const account = (facts: Partial<Viewer> = {}): { viewer: Viewer } => ({
  viewer: { kind: 'user', userId: 'user-7', sellerId: null, accountType: 'BUYER', sessionId: null, ...facts },
});

beforeEach(async () => {
  nowMs = Date.now();
  own = await new TokenIssuer().addKey('own');
  theirs = await new TokenIssuer().addKey('theirs');
  asked = [];
  answer = account();
  accounts = new KnownAccounts(
    async (person) => {
      asked.push(person);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    () => nowMs,
  );
});

function authenticate(token: string, facts: Partial<OutsideIssuer> = {}) {
  const issuer: OutsideIssuer = { issuer: ISSUER, audience: 'https://shop.example', algorithms: ['EdDSA'], ...facts };
  const accept = acceptOutside(createAuthenticate({ fetchJwks: own.jwks, nowMs: () => nowMs }), {
    issuers: [issuer],
    accounts,
    everyScope: ['orders:read', 'users:read'],
    keysOf: () => theirs.jwks,
    nowMs: () => nowMs,
  });
  return accept(`Bearer ${token}`);
}

const token = (claims = {}, audience = 'https://shop.example', by = theirs) =>
  by.token({ iss: ISSUER, sub: 'auth0|7', accountType: undefined, sid: undefined, sellerId: undefined, ...claims }, '15m', audience);

const invalid = { extensions: { code: 'AUTH_001' } };

test('a token of an outside issuer is that of the account which its issuer and subject stand for', async () => {
  const found = await authenticate(await token({ email: 'ada@example.com', email_verified: true }));
  expect([found.viewer, found.scopes]).toEqual([account().viewer, ['buyer']]);
  expect(asked).toEqual([
    { issuer: ISSUER, subject: 'auth0|7', email: 'ada@example.com', isEmailVerified: true, givenName: null, familyName: null, name: null },
  ]);
});

test('our own tokens go on to be ours', async () => {
  expect((await authenticate(await own.token())).viewer.userId).toBe('user-1');
  expect(asked).toEqual([]);
});

test('nobody is more by what a token says of them', async () => {
  const found = await authenticate(await token({ accountType: 'ADMIN', scope: 'admin seller', sellerId: 'seller-1', sid: 'session-1' }));
  expect([found.viewer, found.scopes]).toEqual([account().viewer, ['buyer']]);
});

test('where a claim is configured it says what kind of account it is, but makes nobody a seller', async () => {
  const facts = { accountTypeClaim: 'https://shop.example/type' };
  const typeOf = async (type: unknown) =>
    (await authenticate(await token({ 'https://shop.example/type': type }), facts)).viewer.accountType;
  expect([await typeOf('ADMIN'), await typeOf('SELLER'), await typeOf(['ADMIN']), await typeOf(undefined)]).toEqual([
    'ADMIN',
    'BUYER',
    'BUYER',
    'BUYER',
  ]);
});

test('staff may do what their account was let do, and all there is where a configured claim makes them administrators', async () => {
  answer = account({ accountType: 'ADMIN', scopes: ['orders:read'] });
  const found = await authenticate(await token());
  expect([found.viewer.scopes, found.scopes]).toEqual([['orders:read'], ['orders:read', 'admin']]);
  const claimed = await authenticate(await token({ type: 'ADMIN' }), { accountTypeClaim: 'type' });
  expect([claimed.viewer.scopes, claimed.scopes]).toEqual([['*'], ['*', 'orders:read', 'users:read', 'admin']]);
  const heldBack = await authenticate(await token({ type: 'BUYER' }), { accountTypeClaim: 'type' });
  expect([heldBack.viewer.scopes, heldBack.scopes]).toEqual([undefined, ['buyer']]);
});

test('an address is verified where its claim is true, and not where it is a word', async () => {
  await authenticate(await token({ mail: 'a@example.com', email_verified: 'true' }), { emailClaim: 'mail' });
  expect(asked[0]).toMatchObject({ email: 'a@example.com', isEmailVerified: false });
});

describe('a token is refused', () => {
  test.each([
    ['for somebody else', async () => token({}, 'another api')],
    ['of another issuer that signs with the same keys', async () => token({ iss: 'https://tenant.example' })],
    ['that our own key has signed under their name', async () => token({}, 'stoa', own)],
    ['that their key has signed under ours', async () => theirs.token()],
    ['without a subject', async () => token({ sub: '' })],
    ['that says that somebody acts for its subject', async () => token({ act: { sub: 'another' } })],
  ])('%s', async (_what, made) => {
    await expect(authenticate(await made())).rejects.toMatchObject(invalid);
    expect(asked).toEqual([]);
  });

  test('by an algorithm that is not taken', async () => {
    await expect(authenticate(await token(), { algorithms: ['RS256'] })).rejects.toMatchObject(invalid);
  });

  test('of an unknown key, without asking for the keys each time', async () => {
    await authenticate(await token());
    const stranger = await new TokenIssuer().addKey('unknown');
    const before = theirs.fetches;
    for (let count = 0; count < 5; count++)
      await expect(authenticate(await token({}, 'https://shop.example', stranger))).rejects.toMatchObject(invalid);
    // Each of these authenticators is its own, and asks once for its keys.
    expect(theirs.fetches - before).toBe(5);
  });

  test('with what the one who knows accounts says', async () => {
    answer = { refusal: 'FORBIDDEN' };
    await expect(authenticate(await token())).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    answer = { refusal: 'EMAIL_UNVERIFIED' };
    await expect(authenticate(await token())).rejects.toMatchObject(invalid);
    answer = new Error('nobody answers');
    await expect(authenticate(await token())).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
  });
});

describe('an account', () => {
  test('is asked about once in five seconds, and at once when it has changed', async () => {
    const made = await token();
    for (let count = 0; count < 5; count++) await authenticate(made);
    expect(asked).toHaveLength(1);
    accounts.clear({ events: [], touches: [{ name: 'User', id: 'user-7' }] });
    await authenticate(made);
    nowMs += 5_000;
    await authenticate(made);
    expect(asked).toHaveLength(3);
  });

  test('that is suspended ends what is followed by it; one that nobody can be asked about does not', async () => {
    const { session } = await authenticate(await token());
    expect(await session!.stillHolds()).toBe(true);
    nowMs += 5_000;
    answer = new Error('nobody answers');
    expect(await session!.stillHolds()).toBe(true);
    answer = { refusal: 'FORBIDDEN' };
    expect(await session!.stillHolds()).toBe(false);
  });
});
