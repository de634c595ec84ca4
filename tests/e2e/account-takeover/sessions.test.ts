import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { LogInDocument, RegisterDocument } from '@stoa/schema/generated/operations/e2e';
import type { Client } from '../support/client.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
inOneShop(async (opened) => {
  shop = opened;
});

const SESSION = '{ accessToken refreshToken }';
const REFRESH = `mutation ($token: String!) { refreshSession(refreshToken: $token) ${SESSION} }`;
const CART = '{ cart { id } }';

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

async function anAccount() {
  const email = `${randomUUID()}@example.com`;
  const { register } = await shop
    .client()
    .ask(RegisterDocument, { input: { email, password: 'correct horse', firstName: 'Ada', lastName: 'Example' } });
  return { email, client: shop.client(register.accessToken) };
}

async function logIn(email: string): Promise<Client> {
  const { logIn: session } = await shop.client().ask(LogInDocument, { input: { email, password: 'correct horse' } });
  return shop.client(session.accessToken);
}

async function tokensOf(email: string): Promise<Tokens> {
  const text = `mutation ($email: String!, $password: String!) { logIn(input: { email: $email, password: $password }) ${SESSION} }`;
  return (await shop.client().ask<{ logIn: Tokens }>(text, { email, password: 'correct horse' })).logIn;
}

const sidOf = ({ token }: Client): string =>
  (JSON.parse(Buffer.from(token!.split('.')[1]!, 'base64url').toString('utf8')) as { sid: string }).sid;

test('an access token is worth nothing from the moment on in which its session is ended, here or from elsewhere', async () => {
  const { email, client: here } = await anAccount();
  const [phone, browser] = [await logIn(email), await logIn(email)];
  for (const each of [here, phone, browser]) expect(await each.ask(CART)).toEqual({ cart: null });
  expect(await here.ask('mutation ($id: ID!) { revokeSession(id: $id) }', { id: sidOf(phone) })).toEqual({ revokeSession: true });
  expect(await phone.refusal(CART)).toEqual({ code: 'AUTH_001' });
  expect(await browser.ask(CART)).toEqual({ cart: null });
  await browser.ask('mutation { logOut(everywhere: true) }');
  for (const each of [here, phone, browser]) expect(await each.refusal(CART)).toEqual({ code: 'AUTH_001' });
  expect(await (await logIn(email)).ask(CART)).toEqual({ cart: null });
});

test('what is followed by a session ends with it', async () => {
  const { email, client } = await anAccount();
  const phone = await logIn(email);
  const watched = phone.watch('subscription { stockChanged(variantId: "01a1fd00-0000-7000-8000-000000000000") { id } }');
  const isOpen = async () => (await client.ask('{ me { id } }')) && true;
  await isOpen();
  await client.ask('mutation ($id: ID!) { revokeSession(id: $id) }', { id: sidOf(phone) });
  await until('the stream is closed', async () => watched.errors.length > 0, 60_000);
});

test('nobody can fix beforehand by what session somebody will be logged in', async () => {
  const { email, client } = await anAccount();
  const sessions = [sidOf(client), sidOf(await logIn(email)), sidOf(await logIn(email))];
  expect(new Set(sessions).size).toBe(3);
  const known = await tokensOf(email);
  const refreshed = (await shop.client().ask<{ refreshSession: Tokens }>(REFRESH, { token: known.refreshToken })).refreshSession;
  expect(refreshed.refreshToken).not.toBe(known.refreshToken);
  // A token that somebody brings along, of whomever, has no part in what logging in gives.
  const brought = shop.client(known.accessToken);
  const { logIn: session } = await brought.ask(LogInDocument, { input: { email, password: 'correct horse' } });
  expect(sidOf(shop.client(session.accessToken))).not.toBe(sidOf(brought));
});

test('of a refresh token that a thief and its owner use at once, nobody keeps more than the thief’s alarm', async () => {
  const { email } = await anAccount();
  const { refreshToken: token } = await tokensOf(email);
  const answers = await Promise.all([1, 2, 3].map(() => shop.client().send<{ refreshSession: Tokens }>(REFRESH, { token })));
  const given = answers.flatMap(({ data }) => (data?.refreshSession ? [data.refreshSession] : []));
  expect(given).toHaveLength(1);
  expect(await shop.client(given[0]!.accessToken).refusal(CART)).toEqual({ code: 'AUTH_001' });
  expect(await shop.client().refusal(REFRESH, { token: given[0]!.refreshToken })).toMatchObject({ code: 'AUTH_001' });
});

test('who is suspended in mid-session may do nothing more from that moment on, and is let in by no way', async () => {
  const { email, client } = await anAccount();
  const { refreshToken: token } = await tokensOf(email);
  const { me } = await client.ask<{ me: { id: string } }>('{ me { id } }');
  const admin = await shop.admin();
  await admin.ask('mutation ($id: ID!) { suspendUser(id: $id, reason: "A stolen card") { suspended } }', { id: me.id });
  expect(await client.refusal(CART)).toEqual({ code: 'AUTH_001' });
  expect(await shop.client().refusal(REFRESH, { token })).toMatchObject({ code: 'AUTH_001' });
  expect(await shop.client().refusal(LogInDocument, { input: { email, password: 'correct horse' } })).toMatchObject({ code: 'FORBIDDEN' });
  await admin.ask('mutation ($id: ID!) { reinstateUser(id: $id) { suspended } }', { id: me.id });
  expect(await client.refusal(CART)).toEqual({ code: 'AUTH_001' });
  expect(await (await logIn(email)).ask(CART)).toEqual({ cart: null });
});
