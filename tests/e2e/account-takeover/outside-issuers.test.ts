import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type OpenIdSandbox, startOpenIdSandbox } from '@stoa/sandbox/index';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { openShop, type Shop } from '../support/shop.ts';

const AUDIENCE = 'https://shop.example/api';

let tenant: OpenIdSandbox;
let shop: Shop;
beforeAll(async () => {
  tenant = await startOpenIdSandbox({ port: 0, clientId: 'app', clientSecret: 'secret', redirectUris: [] });
  shop = await openShop({ gateway: { outside: { issuers: [{ issuer: tenant.url, audience: AUDIENCE, algorithms: ['ES256'] }] } } });
}, 240_000);
afterAll(async () => {
  await shop.close();
  await tenant.close();
});

/** A token that the outside issuer gives somebody. */
async function tokenOf(claims: Record<string, unknown>): Promise<string> {
  const answer = await fetch(`${tenant.url}/_sandbox/access-tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ aud: AUDIENCE, ...claims }),
  });
  return ((await answer.json()) as { accessToken: string }).accessToken;
}

const aPerson = () => {
  const sub = `auth0|${randomUUID()}`;
  return { sub, email: `${sub.slice(6)}@example.com`, email_verified: true, given_name: 'Ada', family_name: 'Lovelace' };
};

test('somebody with a token of another issuer has an account from the first request on, and shops with it', async () => {
  const person = aPerson();
  const client = shop.client(await tokenOf(person));
  const { me } = await client.ask<{ me: { id: string } }>('{ me { id email firstName accountType } cart { id } }');
  expect(me).toMatchObject({ email: person.email, firstName: 'Ada', accountType: 'BUYER' });
  const again = shop.client(await tokenOf({ sub: person.sub }));
  expect(await again.ask('{ me { id } }')).toEqual({ me: { id: me.id } });
  expect(await client.ask('mutation { logOut }')).toEqual({ logOut: true });
  await everythingAgrees(shop);
});

test('such a token makes nobody more than their account is', async () => {
  const client = shop.client(
    await tokenOf({ ...aPerson(), accountType: 'ADMIN', scope: 'admin', sellerId: randomUUID(), roles: ['ADMIN'] }),
  );
  expect(await client.refusal('{ trialBalance { balanced } }')).toMatchObject({ code: 'FORBIDDEN' });
});

test('one for somebody else, expired, or of nobody known lets nobody in', async () => {
  const person = aPerson();
  const inFuture = { ...person, nbf: Math.floor(Date.now() / 1_000) + 600 };
  for (const claims of [
    { ...person, aud: 'another api' },
    { ...person, exp: 1_700_000_000 },
    inFuture,
    { ...person, iss: 'https://other.example' },
  ])
    expect(await shop.client(await tokenOf(claims)).refusal('{ me { id } }')).toEqual({ code: 'AUTH_001' });
});

test('an address that the issuer has not verified opens and takes over nothing', async () => {
  const owner = aPerson();
  const { me } = await shop.client(await tokenOf(owner)).ask<{ me: { id: string } }>('{ me { id } }');
  const thief = await tokenOf({ ...aPerson(), email: owner.email, email_verified: false });
  expect(await shop.client(thief).refusal('{ me { id } }')).toEqual({ code: 'AUTH_001' });
  expect(me.id).toBeTruthy();
});

test('a suspended account is over at once, whoever issued the token', async () => {
  const client = shop.client(await tokenOf(aPerson()));
  const { me } = await client.ask<{ me: { id: string } }>('{ me { id } }');
  const admin = await shop.admin();
  await admin.ask('mutation ($id: ID!) { suspendUser(id: $id, reason: "A stolen card") { suspended } }', { id: me.id });
  expect(await client.refusal('{ cart { id } }')).toMatchObject({ code: 'FORBIDDEN' });
});
