import { expect, test } from '@jest/globals';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let buyer: Person;

inOneShop(async (opened) => {
  shop = opened;
  buyer = await aBuyer(shop);
});

const part = (token: string, index: number): string => token.split('.')[index]!;
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Tokens that somebody might try: altered, unsigned, of nobody, of the past. */
function badTokens(): Record<string, string> {
  const good = buyer.client.token!;
  const [header, payload, signature] = [part(good, 0), part(good, 1), part(good, 2)];
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
  return {
    nonsense: 'nonsense',
    'three dots': 'a.b.c',
    'another signature': `${header}.${payload}.${signature.split('').reverse().join('')}`,
    'an administrator by their own word': `${header}.${encode({ ...claims, accountType: 'ADMIN' })}.${signature}`,
    'somebody else by their own word': `${header}.${encode({ ...claims, sub: '01a1fd00-0000-7000-8000-000000000000' })}.${signature}`,
    'no algorithm': `${encode({ alg: 'none' })}.${payload}.`,
    'a longer life by their own word': `${header}.${encode({ ...claims, exp: 4_102_444_800 })}.${signature}`,
  };
}

test('without a token: UNAUTHENTICATED, and what is everybody’s still answers', async () => {
  const anyone = shop.client();
  for (const query of [
    '{ cart { id } }',
    '{ order(number: "ST-0000-0000") { id } }',
    '{ trialBalance { balanced } }',
    'mutation { reorder(orderId: "1") { id } }',
  ])
    expect([query, await anyone.refusal(query)]).toEqual([query, expect.objectContaining({ code: 'UNAUTHENTICATED' })]);
  expect(await anyone.ask('{ me { id } categories { slug } }')).toMatchObject({ me: null, categories: expect.any(Array) });
});

test('with a bad token: AUTH_001, whatever is asked', async () => {
  for (const [what, token] of Object.entries(badTokens()))
    for (const query of ['{ me { id } }', '{ categories { slug } }', 'mutation { logOut }']) {
      const { data, errors } = await shop.client(token).send(query);
      expect([what, query, data, errors?.[0]?.message, errors?.[0]?.extensions.code]).toEqual([
        what,
        query,
        undefined,
        'Invalid or expired token',
        'AUTH_001',
      ]);
    }
});

test('with a bad token a WebSocket is closed', async () => {
  const watched = shop.client('nonsense').watch('subscription { orderStatusChanged(orderId: "1") { to } }');
  await until('it is closed', async () => watched.errors.length > 0);
  expect(watched.errors[0]).toMatchObject({ code: 4403 });
});
