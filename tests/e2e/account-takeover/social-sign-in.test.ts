import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { RegisterDocument } from '@stoa/schema/generated/operations/e2e';
import type { Client } from '../support/client.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { mailsTo } from '../support/mailbox.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
inOneShop(async (opened) => {
  shop = opened;
});

const EXCHANGE = `mutation ($code: String!, $verifier: String!) {
  exchangeSignInCode(code: $code, verifier: $verifier) { accessToken refreshToken user { id email } }
}`;
const LINK = 'mutation ($code: String!, $verifier: String!) { linkSignInProvider(code: $code, verifier: $verifier) { kind label } }';

interface Session {
  readonly accessToken: string;
  readonly user: { readonly id: string; readonly email: string };
}

/** Somebody at the provider. */
async function aPerson(facts: Record<string, unknown> = {}) {
  const sub = randomUUID();
  const person = { sub, email: `${sub}@example.com`, email_verified: true, given_name: 'Ada', family_name: 'Lovelace', ...facts };
  const headers = { 'content-type': 'application/json' };
  await fetch(`${shop.platform.openId!.url}/_sandbox/people`, { method: 'POST', headers, body: JSON.stringify(person) });
  return person;
}

interface Begun {
  readonly verifier: string;
  readonly cookie: string;
  readonly callback: string;
  /** Every address that the browser was sent to. */
  readonly addresses: string[];
}

const location = (answer: Response): string => answer.headers.get('location')!;
const goTo = (address: string, cookie = '') => fetch(address, { redirect: 'manual', headers: { cookie } });

/** A browser that has been at the provider, and is about to come back. */
async function beginAs(sub: string): Promise<Begun> {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const start = await goTo(`${shop.platform.origin}/auth/sandbox?code_challenge=${challenge}`);
  const authorize = location(start);
  const chosen = await goTo(`${authorize.replace('/authorize?', '/authorize/choose?')}&sub=${encodeURIComponent(sub)}`);
  const cookie = start.headers.get('set-cookie')!.split(';')[0]!;
  return { verifier, cookie, callback: location(chosen), addresses: [authorize, location(chosen)] };
}

const told = (address: string) => Object.fromEntries(new URLSearchParams(address.split('#')[1]));

async function comeBack({ callback, cookie }: Pick<Begun, 'callback' | 'cookie'>): Promise<Record<string, string>> {
  return told(location(await goTo(callback, cookie)));
}

async function signIn(sub: string): Promise<Session> {
  const begun = await beginAs(sub);
  const { code } = await comeBack(begun);
  const answer = await shop.client().ask<{ exchangeSignInCode: Session }>(EXCHANGE, { code, verifier: begun.verifier });
  return answer.exchangeSignInCode;
}

async function anAccount(email = `${randomUUID()}@example.com`): Promise<{ email: string; client: Client }> {
  const input = { email, password: 'correct horse', firstName: 'Ada', lastName: 'Example' };
  const { register } = await shop.client().ask(RegisterDocument, { input });
  return { email, client: shop.client(register.accessToken) };
}

test('somebody who signs in by a provider has an account, and shops with it', async () => {
  const person = await aPerson();
  const { accessToken, user } = await signIn(person.sub);
  expect(user.email).toBe(person.email);
  expect(await shop.client(accessToken).ask('{ me { signInMethods { kind } } cart { id } }')).toEqual({
    me: { signInMethods: [{ kind: 'PROVIDER' }] },
    cart: null,
  });
  expect((await signIn(person.sub)).user.id).toBe(user.id);
  await everythingAgrees(shop);
});

test('no address on the way holds a token, or anything that somebody else could use', async () => {
  const begun = await beginAs((await aPerson()).sub);
  const back = location(await goTo(begun.callback, begun.cookie));
  const { code } = told(back);
  expect(new URL(back).search).toBe('');
  expect([...begun.addresses, back].join(' ')).not.toContain(begun.verifier);
  const thief = shop.client();
  expect(await thief.refusal(EXCHANGE, { code, verifier: randomBytes(32).toString('base64url') })).toMatchObject({ code: 'AUTH_001' });
  // The try has used it up.
  expect(await shop.client().refusal(EXCHANGE, { code, verifier: begun.verifier })).toMatchObject({ code: 'AUTH_001' });
});

test('a callback that was made for another browser logs nobody in', async () => {
  const attacker = await beginAs((await aPerson()).sub);
  const victim = await beginAs((await aPerson()).sub);
  expect(await comeBack({ callback: attacker.callback, cookie: victim.cookie })).toEqual({ error: 'SIGN_IN_EXPIRED' });
  expect(await comeBack({ callback: attacker.callback, cookie: '' })).toEqual({ error: 'SIGN_IN_EXPIRED' });
});

test('an address that a provider has not verified takes over no account, nor one that was opened before its owner came', async () => {
  const { email, client } = await anAccount();
  const owner = await aPerson({ email });
  const attempt = async (sub: string) => {
    const begun = await beginAs(sub);
    return shop.client().refusal(EXCHANGE, { code: (await comeBack(begun)).code, verifier: begun.verifier });
  };
  expect(await attempt((await aPerson({ email, email_verified: false })).sub)).toMatchObject({ code: 'EMAIL_UNVERIFIED' });
  expect(await attempt(owner.sub)).toMatchObject({ code: 'EMAIL_TAKEN' });
  expect(await client.ask('{ me { signInMethods { kind } } }')).toEqual({ me: { signInMethods: [{ kind: 'PASSWORD' }] } });
  // Logged in to both, its owner links them; and hears of it.
  const begun = await beginAs(owner.sub);
  const { code } = await comeBack(begun);
  expect(await client.ask(LINK, { code, verifier: begun.verifier })).toEqual({
    linkSignInProvider: { kind: 'PROVIDER', label: `Sandbox, ${email}` },
  });
  expect((await signIn(owner.sub)).user.email).toBe(email);
  await until('the owner hears of it', async () =>
    (await mailsTo(shop, email)).some(({ subject }) => subject === 'How you log in was changed'),
  );
});

test('nobody is sent elsewhere', async () => {
  const challenge = 'x'.repeat(43);
  for (const page of [
    'https://attacker.example/',
    `${shop.platform.origin}@attacker.example/sign-in`,
    `${shop.platform.origin}/sign-in/../x`,
  ]) {
    const answer = await goTo(`${shop.platform.origin}/auth/sandbox?code_challenge=${challenge}&return_to=${encodeURIComponent(page)}`);
    expect([page, answer.status, answer.headers.get('location')]).toEqual([page, 400, null]);
  }
  expect((await goTo(`${shop.platform.origin}/auth/unknown?code_challenge=${challenge}`)).status).toBe(404);
});
