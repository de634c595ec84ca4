import { expect, test } from '@jest/globals';
import { LogInDocument } from '@stoa/schema/generated/operations/e2e';
import { decodeProtectedHeader } from 'jose';
import { buy } from '../support/buying.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aSeller, type Goods, goods, person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let lamp: Goods;
inOneShop(async (opened) => {
  shop = opened;
  lamp = await goods(await aSeller(shop), 'Brass lamp', 4_000, 1_000);
});

const REGISTER = 'mutation ($input: RegisterInput!) { register(input: $input) { accessToken refreshToken user { id } } }';
const REFRESH = 'mutation ($refreshToken: String!) { refreshSession(refreshToken: $refreshToken) { accessToken } }';

interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly user: { readonly id: string };
}

const keyOf = (token: string): string => decodeProtectedHeader(token).kid!;

async function published(): Promise<string[]> {
  const { keys } = (await (await fetch(`${shop.platform.origin}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
}

/** As if so much time had passed for every key. */
const grow = (older: string): Promise<unknown> =>
  shop.sql('identity', 'update signing_key set created_at = created_at - $1::interval', [older]);

test('the signing key is renewed while people buy: what it signed holds until its end, and nobody notices', async () => {
  const input = { email: 'early@example.com', password: 'correct horse', firstName: 'Pat', lastName: 'Early', accountType: 'BUYER' };
  const { register: early } = await shop.client().ask<{ register: Session }>(REGISTER, { input });
  const buyer = person(shop.client(early.accessToken), early.user.id, null);
  const logIn = async (): Promise<string> =>
    (await shop.client().ask(LogInDocument, { input: { email: input.email, password: input.password } })).logIn.accessToken;

  // Somebody buys all the while with the token of before, and any refusal ends the test.
  let isOver = false;
  let bought = 0;
  const trade = (async () => {
    for (; !isOver; bought++) await buy(shop, buyer, lamp.variantId);
  })();
  trade.catch(() => undefined);
  const afterAnother = async (): Promise<void> => {
    const before = bought;
    await Promise.race([trade, until('somebody has bought again', async () => bought > before)]);
  };

  try {
    const [first] = await published();
    await grow('61 days');
    shop.wakeJob('identity', 'renewSigningKeys');
    await until('there is another key', async () => (await published()).length === 2);
    const [second] = (await published()).filter((kid) => kid !== first);
    expect(keyOf(await logIn())).toBe(first);
    await afterAnother();

    await grow('16 minutes');
    const late = await logIn();
    expect(keyOf(late)).toBe(second);
    // The quarter of an hour in which the gateway would have fetched the keys took it no time here, so it does so for the unknown one.
    const me = async (token: string) => (await shop.client(token).send<{ me: { id: string } | null }>('{ me { id } }')).data?.me?.id;
    await until('the gateway knows the key', async () => (await me(late)) === early.user.id);
    const { refreshSession } = await shop
      .client()
      .ask<{ refreshSession: { accessToken: string } }>(REFRESH, { refreshToken: early.refreshToken });
    expect(keyOf(refreshSession.accessToken)).toBe(second);
    expect(keyOf(early.accessToken)).toBe(first);
    await afterAnother();

    await grow('3 hours');
    shop.wakeJob('identity', 'renewSigningKeys');
    await until('the first key is gone', async () => (await published()).join() === second);
    expect(await me(late)).toBe(early.user.id);
  } finally {
    isOver = true;
    await trade;
  }
  expect(bought).toBeGreaterThan(1);
  await everythingAgrees(shop);
}, 240_000);
