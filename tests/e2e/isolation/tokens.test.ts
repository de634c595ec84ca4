import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { exampleOperation, rootFields } from '@stoa/kit/testing';
import { buildSchema } from 'graphql';
import type { Answer } from '../support/client.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aGuest, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let buyer: Person;
let guest: Person;

inOneShop(async (opened) => {
  shop = opened;
  buyer = await aBuyer(shop);
  guest = await aGuest(shop);
});

const part = (token: string, index: number): string => token.split('.')[index]!;
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const claimsOf = ({ client }: Person): Record<string, unknown> =>
  JSON.parse(Buffer.from(part(client.token!, 1), 'base64url').toString('utf8')) as Record<string, unknown>;

/** Tokens that somebody might try: altered, unsigned, of nobody, of the past. */
function badTokens(): Record<string, string> {
  const good = buyer.client.token!;
  const [header, payload, signature] = [part(good, 0), part(good, 1), part(good, 2)];
  const claims = claimsOf(buyer);
  return {
    nonsense: 'nonsense',
    'three dots': 'a.b.c',
    'another signature': `${header}.${payload}.${signature.split('').reverse().join('')}`,
    'an administrator by their own word': `${header}.${encode({ ...claims, accountType: 'ADMIN' })}.${signature}`,
    'somebody else by their own word': `${header}.${encode({ ...claims, sub: '01a1fd00-0000-7000-8000-000000000000' })}.${signature}`,
    'no algorithm': `${encode({ alg: 'none' })}.${payload}.`,
    'a guest as a buyer': `${part(guest.client.token!, 0)}.${encode({ ...claimsOf(guest), aud: 'stoa' })}.${part(guest.client.token!, 2)}`,
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

/** Why the field itself was refused, whatever became of what hangs on it. */
const refusalOf = ({ errors }: Answer<unknown>): string | undefined =>
  errors?.find(({ path }) => !path || path.length === 1)?.extensions.code;

/** All that a guest's token is for. */
const A_CARTS = ['Query.cart', 'Mutation.addToCart', 'Mutation.updateCartItem', 'Mutation.removeFromCart'];

test('a guest’s token opens a cart, and no other root field of the graph that is closed without one', async () => {
  expect(await guest.ask('{ me { id } cart { id } categories { slug } }')).toMatchObject({ me: null, cart: null });
  const text = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');
  const schema = buildSchema(text, { assumeValid: true });
  const closed: string[] = [];
  for (const path of rootFields(schema).filter((each) => !each.startsWith('Subscription.'))) {
    const { query, variables } = exampleOperation(schema, path);
    const [nobodys, guests] = await Promise.all([shop.client(), guest].map(async (asker) => refusalOf(await asker.send(query, variables))));
    if (nobodys !== 'UNAUTHENTICATED') continue;
    closed.push(path);
    expect([path, guests === 'UNAUTHENTICATED']).toEqual([path, !A_CARTS.includes(path)]);
  }
  expect(closed).toEqual(
    expect.arrayContaining([...A_CARTS, 'Mutation.checkout', 'Mutation.mergeCart', 'Query.order', 'Query.trialBalance']),
  );
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
