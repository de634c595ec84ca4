import { beforeEach, expect, test } from '@jest/globals';
import { FollowOrderDocument, MyNotificationsDocument } from '@stoa/schema/generated/operations/e2e';
import { addToCart, buy, seeOrder } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { aColleague, type Colleague, invited, logIn } from '../support/colleagues.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { mailsTo } from '../support/mailbox.ts';
import { aBuyer, anAddress, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';
import { type Acting, actFor } from './acting.ts';

let shop: Shop;
let seller: Person;
let buyer: Person;
let lamp: Goods;
let colleague: Colleague;
let client: Client;

inOneShop(async (opened) => {
  shop = opened;
  colleague = await invited(shop, 'users:act');
});

beforeEach(async () => {
  [seller, buyer, client] = [await aSeller(shop), await aBuyer(shop), await logIn(shop, colleague)];
  lamp = await goods(seller, 'Brass lamp', 3_000, 10);
});

const BANNER = '{ me { id actor { id firstName } } }';
const ADD_ADDRESS = 'mutation ($input: AddressInput!) { addAddress(input: $input) { id } }';
const CANCEL = 'mutation ($id: ID!) { cancelOrder(id: $id, reason: "Ordered twice") { status } }';

interface Entry {
  readonly domain: string;
  readonly action: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly actor: { readonly id: string };
  readonly onBehalfOf: { readonly id: string } | null;
}

const LOG = `query ($filter: AuditFilter) {
  auditLog(filter: $filter, first: 100) { nodes { domain action outcome reason actor { id } onBehalfOf { id } } } }`;

async function told(filter: object, count: number): Promise<readonly Entry[]> {
  const reader = await aColleague(shop, 'audit:read');
  return until('the acts are told', async () => {
    const { nodes } = (await reader.ask<{ auditLog: { nodes: Entry[] } }>(LOG, { filter })).auditLog;
    return nodes.length >= count && nodes;
  });
}

test('a colleague helps somebody: sees what they see, cancels and adds for them, and every bit of it is known as theirs', async () => {
  const { order } = await buy(shop, buyer, lamp.variantId);
  const acting = await actFor(shop, client, buyer, 'They ordered twice and called');
  expect(acting.expiresAt.getTime()).toBeLessThanOrEqual(Date.now() + 31 * 60_000);
  expect(await acting.ask(BANNER)).toEqual({ me: { id: buyer.userId, actor: { id: colleague.id, firstName: 'Grace' } } });
  expect(await buyer.ask(BANNER)).toEqual({ me: { id: buyer.userId, actor: null } });

  expect((await seeOrder(acting, order.id)).id).toBe(order.id);
  expect(await acting.ask(CANCEL, { id: order.id })).toMatchObject({ cancelOrder: { status: 'CANCELLED' } });
  await acting.ask(ADD_ADDRESS, { input: anAddress });
  await addToCart(acting, lamp.variantId);
  expect(await buyer.ask('{ cart { items { quantity } } me { addresses { city } } }')).toEqual({
    cart: { items: [{ quantity: 1 }] },
    me: { addresses: [{ city: anAddress.city }] },
  });

  const entries = await told({ onBehalfOfId: buyer.userId }, 3);
  const theirs = { outcome: 'DONE', actor: { id: colleague.id }, onBehalfOf: { id: buyer.userId } };
  expect(entries.toSorted((one, other) => (one.action < other.action ? -1 : 1))).toEqual([
    { domain: 'identity', action: 'addAddress', reason: null, ...theirs },
    { domain: 'cart', action: 'addToCart', reason: null, ...theirs },
    { domain: 'orders', action: 'cancelOrder', reason: 'Ordered twice', ...theirs },
  ]);
  const [began] = await told({ action: 'actAs', subjectId: buyer.userId }, 1);
  expect(began).toMatchObject({ reason: 'They ordered twice and called', outcome: 'DONE', actor: { id: colleague.id }, onBehalfOf: null });
  await everythingAgrees(shop);
});

test('the user is told by mail, by whatever they switched off, and sees who it is among their sessions', async () => {
  const OFF = 'mutation { setNotificationPreference(channel: EMAIL, enabled: false) }';
  await buyer.ask(OFF);
  const { me } = await buyer.ask<{ me: { email: string } }>('{ me { email } }');
  const acting = await actFor(shop, client, buyer);
  const mail = await until('a mail has come', async () =>
    (await mailsTo(shop, me.email)).find(({ subject }) => subject === 'Our staff are acting for you'),
  );
  expect(mail.text).toContain('half an hour at most');
  const notices = (await buyer.ask(MyNotificationsDocument, { unreadOnly: true })).me?.notifications?.nodes ?? [];
  expect(notices.filter(({ kind }) => kind === 'STAFF_ACTING')).toHaveLength(1);
  const { me: account } = await buyer.ask<{ me: { sessions: object[] } }>(
    '{ me { sessions { id current actor { firstName lastName } } } }',
  );
  expect(account.sessions).toContainEqual({ id: acting.sessionId, current: false, actor: { firstName: 'Grace', lastName: 'Example' } });
  expect(account.sessions).toContainEqual(expect.objectContaining({ current: true, actor: null }));
  await everythingAgrees(shop);
});

const CART = '{ cart { id } }';

test('what the user ends in mid-session is over with the next request, and so is what was followed', async () => {
  const { order } = await buy(shop, buyer, lamp.variantId);
  const acting = await actFor(shop, client, buyer);
  const watched = acting.watch(FollowOrderDocument, { id: order.id });
  const own = buyer.watch(FollowOrderDocument, { id: order.id });
  await until('both see the order', async () => watched.events.length > 0 && own.events.length > 0);
  await buyer.ask('mutation ($id: ID!) { revokeSession(id: $id) }', { id: acting.sessionId });
  expect(await acting.refusal(CART)).toEqual({ code: 'AUTH_001' });
  await until('what they followed has ended', async () => watched.errors.length > 0);
  const seen = watched.events.length;
  await buyer.ask(CANCEL, { id: order.id });
  await until('the user sees that it is cancelled', async () =>
    own.events.some(({ orderStatusChanged }) => orderStatusChanged?.to === 'CANCELLED'),
  );
  expect(watched.events).toHaveLength(seen);
  own.stop();
  await everythingAgrees(shop);
});

test.each([
  ['logs out', async () => client.ask('mutation { logOut }')],
  [
    'loses the right',
    async () =>
      (await shop.admin()).ask('mutation ($id: ID!) { setStaffScopes(id: $id, scopes: ["orders:read"]) { id } }', { id: colleague.id }),
  ],
  [
    'is suspended',
    async () =>
      (await shop.admin()).ask('mutation ($id: ID!) { suspendUser(id: $id, reason: "Too curious") { suspended } }', { id: colleague.id }),
  ],
])('it is over as soon as whoever acts %s', async (_what, end) => {
  // Each with a colleague of its own, since it is the last that they do.
  colleague = await invited(shop, 'users:act');
  client = await logIn(shop, colleague);
  const acting = await actFor(shop, client, buyer);
  expect(await acting.ask(CART)).toEqual({ cart: null });
  await end();
  expect(await acting.refusal(CART)).toEqual({ code: 'AUTH_001' });
  expect(await buyer.ask(CART)).toEqual({ cart: null });
  colleague = await invited(shop, 'users:act');
});

test('it is over as soon as the user has their account forgotten, and nobody acts for them again', async () => {
  const acting: Acting = await actFor(shop, client, buyer);
  await buyer.ask('mutation { requestDataErasure(password: "correct horse") { dueAt } }');
  expect(await acting.refusal(CART)).toEqual({ code: 'AUTH_001' });
  await expect(actFor(shop, client, buyer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await everythingAgrees(shop);
});
