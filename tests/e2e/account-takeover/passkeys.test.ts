import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { LogInDocument, RegisterDocument } from '@stoa/schema/generated/operations/e2e';
import { SoftwarePasskey } from '../../../subgraphs/identity/src/testing/software-passkey.ts';
import type { Client } from '../support/client.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import type { Shop } from '../support/shop.ts';

const ORIGIN = 'https://shop.example';

let shop: Shop;
inOneShop(
  async (opened) => {
    shop = opened;
  },
  { environment: { STOA_STOREFRONT_URL: ORIGIN } },
);

const PASSWORD = 'correct horse';
const ADD = `mutation ($challenge: String!, $passkey: String!) {
  addPasskey(challenge: $challenge, passkey: $passkey, name: "Phone") { recoveryCodes } }`;
const COMPLETE =
  'mutation ($challenge: String!, $passkey: String!) { completeLogIn(challenge: $challenge, passkey: $passkey) { accessToken user { id } } }';
const START = 'mutation { startPasskeyLogIn { challenge options } }';
const FINISH =
  'mutation ($challenge: String!, $passkey: String!) { finishPasskeyLogIn(challenge: $challenge, passkey: $passkey) { user { id } } }';

interface Question {
  readonly challenge: string;
  readonly options: string;
}

async function addPasskey(client: Client, passkey: SoftwarePasskey): Promise<void> {
  const { startPasskey } = await client.ask<{ startPasskey: Question }>('mutation { startPasskey { challenge options } }');
  await client.ask(ADD, { challenge: startPasskey.challenge, passkey: passkey.create(startPasskey.options) });
}

/** An account whose log-in asks for a passkey. */
async function withPasskey() {
  const email = `${randomUUID()}@example.com`;
  const { register } = await shop
    .client()
    .ask(RegisterDocument, { input: { email, password: PASSWORD, firstName: 'Ada', lastName: 'Example' } });
  const passkey = new SoftwarePasskey(ORIGIN);
  const client = shop.client(register.accessToken);
  await addPasskey(client, passkey);
  return { email, userId: register.user.id, client, passkey };
}

/** What logging in asks for once the password was right. */
async function asked(email: string): Promise<Question> {
  const { code, challenge, passkeyOptions } = await shop.client().refusal(LogInDocument, { input: { email, password: PASSWORD } });
  expect(code).toBe('SECOND_FACTOR_REQUIRED');
  return { challenge: challenge as string, options: passkeyOptions as string };
}

const complete = ({ challenge }: Question, passkey: string) => shop.client().refusal(COMPLETE, { challenge, passkey });
const wrong = { code: 'INVALID_CREDENTIALS' };
const over = { code: 'AUTH_001' };

test('a passkey logs its owner in, beside the password and by itself', async () => {
  const { email, userId, passkey } = await withPasskey();
  const question = await asked(email);
  const { completeLogIn } = await shop.client().ask<{ completeLogIn: { accessToken: string; user: { id: string } } }>(COMPLETE, {
    ...question,
    passkey: passkey.get(question.options),
  });
  expect(completeLogIn.user.id).toBe(userId);
  const { startPasskeyLogIn } = await shop.client().ask<{ startPasskeyLogIn: Question }>(START);
  const answer = { challenge: startPasskeyLogIn.challenge, passkey: passkey.get(startPasskeyLogIn.options) };
  expect(await shop.client().ask(FINISH, answer)).toEqual({ finishPasskeyLogIn: { user: { id: userId } } });
  await everythingAgrees(shop);
});

test('one of another account, or that signed at a page that looks like ours, is refused', async () => {
  const [mine, theirs] = [await withPasskey(), await withPasskey()];
  const question = await asked(mine.email);
  expect(await complete(question, theirs.passkey.get(question.options))).toMatchObject(wrong);
  mine.passkey.origin = 'https://shop.example.attacker.example';
  expect(await complete(question, mine.passkey.get(question.options))).toMatchObject(wrong);
});

test('what a passkey signed for one question answers no other one, and none twice', async () => {
  const { email, passkey } = await withPasskey();
  const [first, second] = [await asked(email), await asked(email)];
  const signed = passkey.get(first.options);
  expect(await complete(second, signed)).toMatchObject(wrong);
  await shop.client().ask(COMPLETE, { challenge: first.challenge, passkey: signed });
  expect(await complete(first, signed)).toMatchObject(over);
  const { startPasskeyLogIn: alone } = await shop.client().ask<{ startPasskeyLogIn: Question }>(START);
  // A question of one kind is none of another: what a thief has somebody sign to log in adds no passkey, and the other way round.
  expect(await complete(alone, passkey.get(alone.options))).toMatchObject(over);
  const third = await asked(email);
  const refused = await shop.client().refusal(FINISH, { challenge: third.challenge, passkey: passkey.get(third.options) });
  expect(refused).toMatchObject(over);
});

test('nobody adds a passkey to somebody else’s account, nor one that is somebody’s already', async () => {
  const [mine, theirs] = [await withPasskey(), await withPasskey()];
  const { startPasskey } = await mine.client.ask<{ startPasskey: Question }>('mutation { startPasskey { challenge options } }');
  const made = { challenge: startPasskey.challenge, passkey: new SoftwarePasskey(ORIGIN).create(startPasskey.options) };
  expect(await theirs.client.refusal(ADD, made)).toMatchObject(over);
  await expect(addPasskey(theirs.client, mine.passkey)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});
