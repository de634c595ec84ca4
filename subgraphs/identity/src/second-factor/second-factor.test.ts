import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aPasserBy, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { type OpenIdSandbox, startOpenIdSandbox } from '@stoa/sandbox/index';
import manifest from '../index.ts';
import { logIn, PASSWORD, refresh, register, viewerOf } from '../testing/given-account.ts';
import { aBrowser, aPerson, atTheProvider, signInBy } from '../testing/given-provider.ts';
import { ADDED, type Asked, COMPLETE, codeOf, ORIGIN, secondFactorsAt } from '../testing/given-second-factor.ts';

let provider: OpenIdSandbox;
let identity: TestSubgraph;
beforeAll(async () => {
  provider = await startOpenIdSandbox({ port: 0, ...atTheProvider });
  identity = await startTestSubgraph(manifest, { environment: signInBy(provider.url) });
});
afterAll(async () => {
  await identity.stop();
  await provider.close();
});

const { as, stranger, asked, complete, timePasses, withTotp, addPasskey, byPasskey } = secondFactorsAt(() => identity);

const wrong = { code: 'INVALID_CREDENTIALS' };
const invalid = { code: 'AUTH_001' };

describe('codes of an app', () => {
  test('are asked for from when one was shown, with ten codes on paper', async () => {
    const { session, email, secret, added } = await withTotp();
    expect(added.method.kind).toBe('TOTP');
    expect(new Set(added.recoveryCodes).size).toBe(10);
    expect(added.recoveryCodes[0]).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    const { challenge, methods, passkeyOptions } = await asked(email);
    expect([methods, passkeyOptions]).toEqual([['TOTP', 'RECOVERY_CODE'], null]);
    expect((await complete({ challenge, code: codeOf(secret) })).user).toEqual(session.user);
  });

  test('count for nothing before one was shown', async () => {
    const session = await register(identity);
    await as(session).query('mutation { startTotp { secret } }');
    await expect(as(session).query(`mutation { confirmTotp(code: "000000") ${ADDED} }`)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await logIn(identity, session.user.email);
  });

  test('are taken once, also the one that was shown to begin with, and no older one after', async () => {
    const { email, secret } = await withTotp();
    const [now, next] = [codeOf(secret), codeOf(secret, 1)];
    await complete({ ...(await asked(email)), code: next });
    for (const code of [next, now]) await expect(complete({ ...(await asked(email)), code })).rejects.toMatchObject(wrong);
  });

  test('let in one of two who bring the same at once', async () => {
    const { email, secret } = await withTotp();
    const code = codeOf(secret);
    const questions = [await asked(email), await asked(email)];
    const tries = await Promise.allSettled(questions.map(({ challenge }) => complete({ challenge, code })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('a question', () => {
  test('takes one right answer, and five wrong ones', async () => {
    const { email, secret } = await withTotp();
    const answered = await asked(email);
    await complete({ challenge: answered.challenge, code: codeOf(secret) });
    await timePasses(email);
    await expect(complete({ challenge: answered.challenge, code: codeOf(secret) })).rejects.toMatchObject(invalid);
    const { challenge } = await asked(email);
    for (let count = 0; count < 5; count++) await expect(complete({ challenge, code: '000000' })).rejects.toMatchObject(wrong);
    await expect(complete({ challenge, code: codeOf(secret) })).rejects.toMatchObject(invalid);
  });

  test('ends after five minutes, and with a new password', async () => {
    const { session, email, secret } = await withTotp();
    const { challenge } = await asked(email);
    await identity.sql.query('update log_in_challenge set expires_at = now()');
    await expect(complete({ challenge, code: codeOf(secret) })).rejects.toMatchObject(invalid);
    const later = await asked(email);
    await as(session).query('mutation { logOut(everywhere: true) }');
    await expect(complete({ challenge: later.challenge, code: codeOf(secret) })).rejects.toMatchObject(invalid);
  });

  test('never put, and without an answer, is refused', async () => {
    await expect(complete({ challenge: 'x'.repeat(43), code: '123456' })).rejects.toMatchObject(invalid);
    await expect(complete({ challenge: 'x'.repeat(43) })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('is tried ten times in a quarter of an hour by who has the password, who locks nobody else out', async () => {
    const { session, email, secret } = await withTotp();
    for (let round = 0; round < 2; round++) {
      const { challenge } = await asked(email);
      for (let count = 0; count < 5; count++) await expect(complete({ challenge, code: '000000' })).rejects.toMatchObject(wrong);
    }
    const { challenge } = await asked(email);
    await expect(complete({ challenge, code: codeOf(secret) })).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(await as(session).query('{ me { id } }')).toEqual({ me: { id: session.user.id } });
    const elsewhere = identity.as({ ...aPasserBy, address: '192.0.2.7' });
    expect(await elsewhere.query(COMPLETE, { challenge, code: codeOf(secret) })).toHaveProperty('completeLogIn');
  });

  test('is put to who comes by a provider too', async () => {
    const { session, email, secret } = await withTotp();
    await identity.sql.query('update users set email_verified_at = now() where email = $1', [email]);
    const { sub } = await aPerson(provider, { email });
    const browser = aBrowser(identity);
    const { code } = await browser.signIn(sub);
    const exchange =
      'mutation ($code: String!, $verifier: String!) { exchangeSignInCode(code: $code, verifier: $verifier) { accessToken } }';
    const refusal = await stranger()
      .query(exchange, { code, verifier: browser.verifier })
      .catch((error: { code: string; details: Asked }) => error);
    expect(refusal).toMatchObject({ code: 'SECOND_FACTOR_REQUIRED' });
    const { challenge } = (refusal as { details: Asked }).details;
    expect((await complete({ challenge, code: codeOf(secret) })).user.id).toBe(session.user.id);
  });
});

describe('codes on paper', () => {
  test('let in once each, however they are written', async () => {
    const { email, added } = await withTotp();
    const [first, second] = added.recoveryCodes;
    await complete({ ...(await asked(email)), code: first!.toUpperCase().replaceAll('-', ' ') });
    await expect(complete({ ...(await asked(email)), code: first! })).rejects.toMatchObject(wrong);
    await complete({ ...(await asked(email)), code: second! });
  });

  test('are kept as hashes, are nobody else’s, and end with new ones', async () => {
    const [mine, theirs] = [await withTotp(), await withTotp()];
    expect(JSON.stringify(await identity.sql.query('select * from recovery_code'))).not.toContain(mine.added.recoveryCodes[0]);
    await expect(complete({ ...(await asked(mine.email)), code: theirs.added.recoveryCodes[0]! })).rejects.toMatchObject(wrong);
    const { renewRecoveryCodes: codes } = await as(mine.session).query<{ renewRecoveryCodes: string[] }>('mutation { renewRecoveryCodes }');
    await expect(complete({ ...(await asked(mine.email)), code: mine.added.recoveryCodes[1]! })).rejects.toMatchObject(wrong);
    await complete({ ...(await asked(mine.email)), code: codes[0]! });
  });
});

describe('ways to log in', () => {
  test('list and lose second factors; without any, a password is enough again', async () => {
    const { session, email } = await withTotp();
    const { added } = await addPasskey(session);
    const list = async () =>
      (await as(session).query<{ me: { signInMethods: { id: string; kind: string }[] } }>('{ me { signInMethods { id kind } } }')).me
        .signInMethods;
    expect((await list()).map(({ kind }) => kind)).toEqual(['PASSWORD', 'PASSKEY', 'TOTP']);
    const remove = (id: string) => as(session).query('mutation ($id: ID!) { removeSignInMethod(id: $id) }', { id });
    await remove(added.method.id);
    expect((await asked(email)).methods).toEqual(['TOTP', 'RECOVERY_CODE']);
    await remove((await list()).at(-1)!.id);
    await logIn(identity, email, PASSWORD);
    expect(await identity.sql.query('select 1 from recovery_code where user_id = $1', [session.user.id])).toEqual([]);
  });

  test('are not changed by who knew the password before there was a second factor', async () => {
    const session = await register(identity);
    const thief = await logIn(identity, session.user.email);
    const { added, passkey } = await addPasskey(session);
    const { signInMethods } = (await as(session).query<{ me: { signInMethods: { id: string }[] } }>('{ me { signInMethods { id } } }')).me;
    const remove = `mutation { removeSignInMethod(id: "${added.method.id}") }`;
    for (const text of [
      remove,
      'mutation { renewRecoveryCodes }',
      'mutation { startTotp { secret } }',
      'mutation { startPasskey { challenge } }',
    ])
      await expect(as(thief).query(text)).rejects.toMatchObject({ code: 'FRESH_LOG_IN_REQUIRED' });
    expect(signInMethods.map(({ id }) => id)).toContain(added.method.id);
    await as(session).query('mutation { renewRecoveryCodes }');
    await as(await byPasskey(passkey)).query(remove);
  });

  test('change by a fresh log-in alone', async () => {
    const { session } = await withTotp();
    await identity.sql.query(`update session set created_at = now() - interval '16 minutes' where user_id = $1`, [session.user.id]);
    for (const text of ['{ startTotp { secret } }', '{ startPasskey { challenge } }', '{ renewRecoveryCodes }'])
      await expect(as(session).query(`mutation ${text}`)).rejects.toMatchObject({ code: 'FRESH_LOG_IN_REQUIRED' });
  });
});

test('where administrators need a second factor, one without has the rights of a buyer until there is one', async () => {
  const strict = await startTestSubgraph(manifest, {
    databaseUrl: identity.databaseUrl,
    environment: { STOA_SECOND_FACTOR_FOR: 'admins', STOA_STOREFRONT_URL: ORIGIN },
  });
  const admin = await logIn(strict, 'admin@stoa.test', 'stoa-admin');
  expect(viewerOf(admin).accountType).toBe('BUYER');
  expect(viewerOf(await refresh(strict, admin.refreshToken)).accountType).toBe('BUYER');
  const { passkey } = await addPasskey(admin);
  const session = await byPasskey(passkey);
  expect(viewerOf(await refresh(strict, session.refreshToken)).accountType).toBe('ADMIN');
  await strict.stop();
});
