import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { LogInDocument, RegisterDocument } from '@stoa/schema/generated/operations/e2e';
import { TOTP } from 'otpauth';
import type { Client } from '../support/client.ts';
import { aColleague } from '../support/colleagues.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { mailsTo, tokenMailedTo } from '../support/mailbox.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
inOneShop(async (opened) => {
  shop = opened;
});

const PASSWORD = 'correct horse';
const COMPLETE = `mutation ($challenge: String!, $code: String) { completeLogIn(challenge: $challenge, code: $code) { accessToken } }`;

async function anAccount(): Promise<{ email: string; client: Client }> {
  const email = `${randomUUID()}@example.com`;
  const { register } = await shop
    .client()
    .ask(RegisterDocument, { input: { email, password: PASSWORD, firstName: 'Ada', lastName: 'Example' } });
  return { email, client: shop.client(register.accessToken) };
}

/** An account that asks for codes of an app, and what makes them. */
async function withTotp() {
  const account = await anAccount();
  return { ...account, ...(await addTotp(account.client)) };
}

async function addTotp(client: Client) {
  const { startTotp } = await client.ask<{ startTotp: { secret: string } }>('mutation { startTotp { secret } }');
  const codeOf = (later: number) => new TOTP({ secret: startTotp.secret }).generate({ timestamp: Date.now() + later * 30_000 });
  const { confirmTotp } = await client.ask<{ confirmTotp: { recoveryCodes: string[] } }>(
    'mutation ($code: String!) { confirmTotp(code: $code) { recoveryCodes } }',
    { code: codeOf(0) },
  );
  return { codeOf, recoveryCodes: confirmTotp.recoveryCodes };
}

/** The challenge of a log-in whose password was right. */
async function challenged(email: string, password = PASSWORD): Promise<string> {
  const answer = await shop.client().send(LogInDocument, { input: { email, password } });
  expect(answer.data ?? null).toBeNull();
  const { code, challenge } = answer.errors![0]!.extensions as { code: string; challenge: string };
  expect(code).toBe('SECOND_FACTOR_REQUIRED');
  return challenge;
}

const complete = (challenge: string, code: string) =>
  shop.client().send<{ completeLogIn: { accessToken: string } }>(COMPLETE, { challenge, code });
const codeOfError = async (challenge: string, code: string) => (await complete(challenge, code)).errors?.[0]?.extensions.code;

test('a password alone lets nobody in, and a code that was seen is worth nothing', async () => {
  const { email, codeOf } = await withTotp();
  // The one of the next half minute: the present one was shown to begin with.
  const [present, seen] = [codeOf(0), codeOf(1)];
  const { data } = await complete(await challenged(email), seen);
  expect(await shop.client(data!.completeLogIn.accessToken).ask('{ cart { id } }')).toEqual({ cart: null });
  expect(await codeOfError(await challenged(email), seen)).toBe('INVALID_CREDENTIALS');
  expect(await codeOfError(await challenged(email), present)).toBe('INVALID_CREDENTIALS');
  await everythingAgrees(shop);
});

test('a recovery code works once, for its own account, and its owner hears of it', async () => {
  const [mine, theirs] = [await withTotp(), await withTotp()];
  const code = mine.recoveryCodes[0]!;
  expect(await codeOfError(await challenged(theirs.email), code)).toBe('INVALID_CREDENTIALS');
  expect(await codeOfError(await challenged(mine.email), code)).toBeUndefined();
  expect(await codeOfError(await challenged(mine.email), code)).toBe('INVALID_CREDENTIALS');
  await until('the owner hears of it', async () =>
    (await mailsTo(shop, mine.email)).some(({ subject }) => subject === 'A recovery code was used'),
  );
});

test('a challenge is of one log-in: nobody answers it for another account, twice, or after the password was changed', async () => {
  const { email, client, codeOf } = await withTotp();
  const stranger = await withTotp();
  const answered = await challenged(email);
  expect(await codeOfError(answered, codeOf(1))).toBeUndefined();
  expect(await codeOfError(answered, codeOf(1))).toBe('AUTH_001');
  expect(await codeOfError(await challenged(stranger.email), codeOf(1))).toBe('INVALID_CREDENTIALS');
  const challenge = await challenged(email);
  await client.ask('mutation { logOut(everywhere: true) }');
  expect(await codeOfError(challenge, codeOf(1))).toBe('AUTH_001');
});

test('guessing codes ends, for who has the password, and leaves the owner logged in', async () => {
  const { email, client } = await withTotp();
  const codes: unknown[] = [];
  for (let round = 0; round < 3; round++) {
    const challenge = await challenged(email);
    for (let count = 0; count < 5; count++) codes.push(await codeOfError(challenge, '000000'));
  }
  expect(codes).toEqual([...Array.from({ length: 10 }, () => 'INVALID_CREDENTIALS'), ...Array.from({ length: 5 }, () => 'RATE_LIMITED')]);
  expect(await client.ask('{ cart { id } }')).toEqual({ cart: null });
});

test('who does not know the password uses up no tries of who does', async () => {
  const { email, codeOf } = await withTotp();
  for (let count = 0; count < 12; count++) {
    expect(await codeOfError(randomUUID(), '000000')).toBe('AUTH_001');
    await shop.client().ask('mutation { startPasskeyLogIn { challenge } }');
  }
  expect(await codeOfError(await challenged(email), codeOf(1))).toBeUndefined();
});

test('a new password by mail goes round no second factor, and takes none away', async () => {
  const { email, codeOf } = await withTotp();
  await shop.client().ask('mutation ($email: String!) { requestPasswordReset(email: $email) }', { email });
  const token = await tokenMailedTo(shop, email, 'Set a new password');
  const reset = 'mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) }';
  await shop.client().ask(reset, { input: { token, newPassword: 'another horse' } });
  expect(await codeOfError(await challenged(email, 'another horse'), '000000')).toBe('INVALID_CREDENTIALS');
  expect(await codeOfError(await challenged(email, 'another horse'), codeOf(1))).toBeUndefined();
});

test('who logged in by the password alone, before there was a second factor, cannot take it away', async () => {
  const { email, client } = await anAccount();
  const { logIn } = await shop.client().ask(LogInDocument, { input: { email, password: PASSWORD } });
  const thief = shop.client(logIn.accessToken);
  await addTotp(client);
  const { me } = await thief.ask<{ me: { signInMethods: { id: string; kind: string }[] } }>('{ me { signInMethods { id kind } } }');
  const { id } = me.signInMethods.find(({ kind }) => kind === 'TOTP')!;
  const fresh = { code: 'FRESH_LOG_IN_REQUIRED' };
  expect(await thief.refusal('mutation ($id: ID!) { removeSignInMethod(id: $id) }', { id })).toMatchObject(fresh);
  expect(await thief.refusal('mutation { renewRecoveryCodes }')).toMatchObject(fresh);
  expect(await client.ask('mutation ($id: ID!) { removeSignInMethod(id: $id) }', { id })).toEqual({ removeSignInMethod: true });
});

test('where there is a second factor, a wrong password is answered as anywhere else', async () => {
  const [{ email: withOne }, { email: without }] = [await withTotp(), await anAccount()];
  const tried = async (email: string) =>
    JSON.stringify(await shop.client().send(LogInDocument, { input: { email, password: 'not the password' } }));
  expect(await tried(withOne)).toBe(await tried(without));
});

test('who has lost theirs is helped by staff who were let that, which logs everybody out, is told, and is written down', async () => {
  const { email, client } = await withTotp();
  const { me } = await client.ask<{ me: { id: string } }>('{ me { id } }');
  const RESET = 'mutation ($id: ID!) { resetSecondFactors(userId: $id, reason: "Showed their passport") { id } }';
  expect(await (await aColleague(shop, 'users:write')).refusal(RESET, { id: me.id })).toMatchObject({ code: 'FORBIDDEN' });
  expect(await challenged(email)).toBeTruthy();
  await (await aColleague(shop, 'users:recover')).ask(RESET, { id: me.id });
  expect(await client.refusal('{ cart { id } }')).toEqual({ code: 'AUTH_001' });
  const { logIn } = await shop.client().ask(LogInDocument, { input: { email, password: PASSWORD } });
  expect(await shop.client(logIn.accessToken).ask('{ cart { id } }')).toEqual({ cart: null });
  await until('the owner hears of it', async () =>
    (await mailsTo(shop, email)).some(({ subject }) => subject === 'Your second factors were taken away'),
  );
  const LOG = 'query ($id: ID!) { auditLog(filter: { subjectId: $id }) { nodes { action outcome reason } } }';
  expect(await (await shop.admin()).ask(LOG, { id: me.id })).toEqual({
    auditLog: { nodes: [{ action: 'resetSecondFactors', outcome: 'DONE', reason: 'Showed their passport' }] },
  });
  await everythingAgrees(shop);
});
