import { expect, test } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { generateKeyPair, SignJWT } from 'jose';
import { loadManifests } from '../../../cli/src/workspace.ts';
import { operationFor } from '../canaries/generated-input.ts';
import { addToCart, checkOut } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { aColleague, invited, logIn } from '../support/colleagues.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import { settledRows } from '../support/rows.ts';
import type { Shop } from '../support/shop.ts';
import { ACT_AS, actFor } from './acting.ts';

let shop: Shop;
let seller: Person;
let buyer: Person;
let client: Client;

inOneShop(async (opened) => {
  shop = opened;
  [seller, buyer, client] = [await aSeller(shop), await aBuyer(shop), await aColleague(shop, 'users:act')];
});

/** Every mutation that was decided to be refused, in whatever domain. */
async function decidedAsRefused(): Promise<string[]> {
  const manifests = await loadManifests([...shop.platform.domains.keys()]);
  const decisions = manifests.flatMap(({ policies }) => policies.flatMap(({ acting }) => Object.entries(acting ?? {})));
  return decisions.flatMap(([path, decided]) => (decided === 'refused' ? path.replace('Mutation.', '') : []));
}

test('what decides how somebody logs in, where their money and news go, or what they say, nobody does for them, in any domain', async () => {
  const schema = buildClientSchema(await shop.client().ask<IntrospectionQuery>(getIntrospectionQuery()));
  const acting = await actFor(shop, client, seller);
  const before = await settledRows(shop);
  const answers: Record<string, unknown> = {};
  const refused = await decidedAsRefused();
  for (const name of refused) {
    const { query, variables } = operationFor('mutation', name, schema.getMutationType()!.getFields()[name]!, () => undefined);
    answers[name] = (await acting.refusal(query, variables)).code;
  }
  expect(answers).toEqual(Object.fromEntries(refused.map((name) => [name, 'NOT_WHILE_ACTING'])));
  // Some of each kind, said once more by name.
  for (const name of [
    'checkout',
    'requestPayout',
    'startPayoutOnboarding',
    'startTotp',
    'addPasskey',
    'requestDataErasure',
    'requestDataExport',
  ])
    expect(refused).toContain(name);
  expect(await settledRows(shop)).toEqual(before);
  await everythingAgrees(shop);
});

test.each([
  'mutation { logIn(input: { email: "a@example.com", password: "correct horse" }) { accessToken } }',
  'mutation { refreshSession(refreshToken: "a") { accessToken } }',
  'mutation { requestPasswordReset(email: "a@example.com") }',
  'mutation { resetPassword(input: { token: "a", newPassword: "correct horse" }) }',
  'mutation { startGuestSession { accessToken } }',
  'mutation { logOut(everywhere: true) }',
])('nor what everybody may: %s', async (document) => {
  const acting = await actFor(shop, client, buyer);
  expect(await acting.refusal(document)).toMatchObject({ code: 'NOT_WHILE_ACTING' });
  expect(await acting.ask('{ me { id } }')).toEqual({ me: { id: buyer.userId } });
});

test('by what would let them pay, or carry all of it away, they see nothing', async () => {
  const { variantId } = await goods(seller, 'Brass lamp', 3_000, 10);
  await addToCart(buyer, variantId);
  const { payment } = await checkOut(buyer);
  const acting = await actFor(shop, client, buyer);
  const SECRET = 'query ($id: ID!) { payment(id: $id) { id clientSecret } }';
  expect(await buyer.ask(SECRET, { id: payment.id })).toEqual({ payment: { id: payment.id, clientSecret: payment.clientSecret } });
  expect(await acting.send(SECRET, { id: payment.id })).toMatchObject({
    data: { payment: { id: payment.id, clientSecret: null } },
    errors: [{ extensions: { code: 'FORBIDDEN' } }],
  });
  expect(await acting.refusal('{ me { dataExports { url } } }')).toMatchObject({ code: 'FORBIDDEN' });
  await buyer.ask('mutation ($id: ID!) { cancelOrder(id: $id) { status } }', { id: await orderOf(payment.id) });
  await everythingAgrees(shop);
});

const orderOf = async (id: string): Promise<string> =>
  (await buyer.ask<{ payment: { order: { id: string } } }>('query ($id: ID!) { payment(id: $id) { order { id } } }', { id })).payment.order
    .id;

test('nobody acts without the right, for staff or themselves, for who is suspended, or while they act already', async () => {
  const reason = 'Because';
  expect(await buyer.refusal(ACT_AS, { userId: seller.userId, reason })).toMatchObject({ code: 'FORBIDDEN' });
  expect(await (await aColleague(shop, 'users:read', 'users:write')).refusal(ACT_AS, { userId: buyer.userId, reason })).toMatchObject({
    code: 'FORBIDDEN',
  });
  expect(await shop.client().refusal(ACT_AS, { userId: buyer.userId, reason })).toMatchObject({ code: 'UNAUTHENTICATED' });
  const [one, other] = [await invited(shop, 'users:act'), await invited(shop)];
  const oneself = await logIn(shop, one);
  for (const { id } of [one, other]) expect(await oneself.refusal(ACT_AS, { userId: id, reason })).toMatchObject({ code: 'FORBIDDEN' });
  const acting = await actFor(shop, client, buyer);
  expect(await acting.refusal(ACT_AS, { userId: seller.userId, reason })).toMatchObject({ code: 'FORBIDDEN' });
  expect(await acting.refusal('{ users { totalCount } }')).toMatchObject({ code: 'FORBIDDEN' });
  const closed = await aBuyer(shop);
  await (await shop.admin()).ask('mutation ($id: ID!) { suspendUser(id: $id, reason: "Fakes") { id } }', { id: closed.userId });
  expect(await client.refusal(ACT_AS, { userId: closed.userId, reason })).toMatchObject({ code: 'FORBIDDEN' });
  expect(await client.refusal(ACT_AS, { userId: buyer.userId, reason: ' ' })).toMatchObject({ code: 'BAD_USER_INPUT' });
  await everythingAgrees(shop);
});

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claimsOf = (token: string): object => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8')) as object;

test('nobody says by a token of their own making, or by a header, that they act or that they do not', async () => {
  const acting = await actFor(shop, client, buyer);
  const { privateKey } = await generateKeyPair('EdDSA');
  const [header, , signature] = acting.client.token!.split('.');
  const { act: _left, ...owners } = claimsOf(acting.client.token!) as { act: object };
  const [own, , ownSignature] = buyer.client.token!.split('.');
  const acted = { ...claimsOf(buyer.client.token!), act: { sub: seller.userId } };
  const forged = {
    'whoever acts leaves it out': `${header}.${encode(owners)}.${signature}`,
    'a user writes it in': `${own}.${encode(acted)}.${ownSignature}`,
    'a key of one’s own': await new SignJWT(acted).setProtectedHeader({ alg: 'EdDSA' }).sign(privateKey),
  };
  for (const [what, token] of Object.entries(forged))
    expect([what, await shop.client(token).refusal('{ me { id } }')]).toEqual([what, { code: 'AUTH_001' }]);

  const viewer = { ...(claimsOf(buyer.client.token!) as object), kind: 'user', userId: buyer.userId };
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${acting.client.token}`,
    'x-viewer': encode(viewer),
    'x-actor-id': buyer.userId,
    'x-service-id': 'gateway',
  };
  const query = '{ me { id actor { id } } }';
  const answer = await fetch(acting.client.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  expect(await answer.json()).toMatchObject({ data: { me: { id: buyer.userId, actor: { id: expect.any(String) } } } });
  const payout = { query: 'mutation { requestDataExport { id } }' };
  const refused = await fetch(acting.client.url, { method: 'POST', headers, body: JSON.stringify(payout) });
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_WHILE_ACTING' } }] });
});
