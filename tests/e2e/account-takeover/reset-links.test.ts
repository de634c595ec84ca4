import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { LogInDocument, RegisterDocument } from '@stoa/schema/generated/operations/e2e';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { mailsTo, tokenMailedTo } from '../support/mailbox.ts';
import { type Shop, until } from '../support/shop.ts';
import { statementsOf } from '../support/statements.ts';

let shop: Shop;
inOneShop(async (opened) => {
  shop = opened;
});

const PASSWORD = 'correct horse';
const REQUEST = 'mutation ($email: String!) { requestPasswordReset(email: $email) }';
const RESET = 'mutation ($token: String!, $newPassword: String!) { resetPassword(input: { token: $token, newPassword: $newPassword }) }';
const SUBJECT = 'Set a new password';
const anEmail = (): string => `${randomUUID()}@example.com`;

async function anAccount() {
  const email = anEmail();
  const input = { email, password: PASSWORD, firstName: 'Ada', lastName: 'Example' };
  const { register } = await shop.client().ask(RegisterDocument, { input });
  return { email, userId: register.user.id, accessToken: register.accessToken };
}

const logIn = (email: string, password: string) => shop.client().send(LogInDocument, { input: { email, password } });

/** Every row of every table of every domain, as text. */
async function everythingKept(): Promise<string> {
  const texts: string[] = [];
  for (const domain of shop.platform.domains.keys()) {
    const tables = await shop.sql<{ name: string }>(
      domain,
      `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
    );
    for (const { name } of tables) texts.push(JSON.stringify(await shop.sql(domain, `select t::text from "${name}" t`)));
  }
  return texts.join('\n');
}

test('asking for a link tells nobody whether an address has an account, by the answer or by the work', async () => {
  const { email } = await anAccount();
  const asked = async (address: string) => {
    let answer: unknown;
    const work = await statementsOf(shop, async () => {
      answer = await shop.client().send(REQUEST, { email: address });
    });
    return { answer, work };
  };
  const known = await asked(email);
  expect(known.work.identity!.length).toBeGreaterThan(0);
  expect(known).toEqual(await asked(anEmail()));
});

test('logging in tells it as little', async () => {
  const { email } = await anAccount();
  const tried = async (address: string) => {
    let answer: unknown;
    const work = await statementsOf(shop, async () => {
      answer = await logIn(address, 'not the password');
    });
    return { answer, work: JSON.stringify(work).replaceAll(address, 'the address') };
  };
  expect(await tried(email)).toEqual(await tried(anEmail()));
});

test('a link is in the mail and nowhere else, works once, and ends what a thief may have opened', async () => {
  const { email, userId, accessToken } = await anAccount();
  const stolen = await shop
    .client()
    .ask<{ logIn: { refreshToken: string } }>(
      'mutation ($email: String!, $password: String!) { logIn(input: { email: $email, password: $password }) { refreshToken } }',
      { email, password: PASSWORD },
    );
  await shop.client().ask(REQUEST, { email });
  const token = await tokenMailedTo(shop, email, SUBJECT);
  const told = () =>
    shop.sql('identity', `select 1 from outbox where name = 'identity.user.passwordResetRequested' and payload->>'userId' = $1`, [userId]);
  await until('the request is told', async () => (await told()).length === 1);
  expect(await everythingKept()).not.toContain(token);

  expect(await shop.client().ask(RESET, { token, newPassword: 'another horse' })).toEqual({ resetPassword: true });
  expect(await shop.client().refusal(RESET, { token, newPassword: 'a thief’s horse' })).toMatchObject({ code: 'AUTH_001' });
  expect((await logIn(email, PASSWORD)).errors![0]!.extensions.code).toBe('INVALID_CREDENTIALS');
  expect((await logIn(email, 'another horse')).errors).toBeUndefined();
  const refresh = 'mutation ($token: String!) { refreshSession(refreshToken: $token) { expiresAt } }';
  expect(await shop.client().refusal(refresh, { token: stolen.logIn.refreshToken })).toMatchObject({ code: 'AUTH_001' });
  expect(accessToken).not.toContain(token);
  await until('the owner hears of it', async () =>
    (await mailsTo(shop, email)).some(({ subject }) => subject === 'Your password was changed'),
  );
  await everythingAgrees(shop);
});

test('a link leads to our own page, whatever host somebody asked by', async () => {
  const { email } = await anAccount();
  const headers = { 'content-type': 'application/json', 'x-forwarded-host': 'attacker.example', forwarded: 'host=attacker.example' };
  const body = JSON.stringify({ query: REQUEST, variables: { email } });
  await fetch(shop.platform.url, { method: 'POST', headers: { ...headers, origin: 'https://attacker.example' }, body });
  await tokenMailedTo(shop, email, SUBJECT);
  const { text } = (await mailsTo(shop, email)).find(({ subject }) => subject === SUBJECT)!;
  expect(text).not.toContain('attacker.example');
  expect(new URL(/https?:\S+/.exec(text)![0]).origin).toBe(shop.platform.origin);
});

test('nobody is sent mails by the dozen, and one asked for by a stranger leaves the owner’s link good', async () => {
  const { email } = await anAccount();
  await shop.client().ask(REQUEST, { email });
  const token = await tokenMailedTo(shop, email, SUBJECT);
  for (let count = 0; count < 5; count++) await shop.client().ask(REQUEST, { email });
  await until('all of them were looked at', async () => (await shop.sql('identity', 'select 1 from mail_request')).length === 0);
  expect((await mailsTo(shop, email)).filter(({ subject }) => subject === SUBJECT)).toHaveLength(1);
  expect(await shop.client().ask(RESET, { token, newPassword: 'another horse' })).toEqual({ resetPassword: true });
});
