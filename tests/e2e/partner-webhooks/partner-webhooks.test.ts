import { beforeEach, expect, test } from '@jest/globals';
import { MyNotificationsDocument, ShipDocument } from '@stoa/schema/generated/operations/e2e';
import { buy, seeOrder } from '../support/buying.ts';
import { aColleague } from '../support/colleagues.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { takeInHand } from '../support/parcels.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';
import {
  anEndpoint,
  cameTo,
  deliveryIs,
  nextTriesCome,
  type PlayedPartner,
  refusedBy,
  see,
  sendTest,
  verifiesBy,
} from '../support/webhooks.ts';

let shop: Shop;
let seller: Person;

inOneShop(async (opened) => {
  shop = opened;
});

beforeEach(async () => {
  seller = await aSeller(shop);
});

/** Waits until this has come to a partner, in whatever order. */
const hasCome = (partner: PlayedPartner, ...types: readonly string[]) =>
  until(`${types.join(', ')} came`, async () => {
    const came = await cameTo(shop, partner);
    return types.every((type) => came.some(({ title }) => title === type)) && came;
  });

const REPLAY = 'mutation ($id: ID!) { replayWebhookDelivery(id: $id) { status } }';
const ROTATE = 'mutation ($id: ID!) { rotateWebhookSecret(id: $id) { secret } }';
const CREATE = 'mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { endpoint { id } } }';

test('what happens in a shop is told to its seller’s system and to the platform’s, once, and to no other seller’s', async () => {
  const [other, buyer, colleague] = [await aSeller(shop), await aBuyer(shop), await aColleague(shop, 'webhooks:write', 'webhooks:read')];
  const types = ['order.confirmed', 'shipment.shipped'];
  const [theirs, others, platforms] = [
    await anEndpoint(shop, seller, types),
    await anEndpoint(shop, other, types),
    await anEndpoint(shop, colleague, types),
  ];
  // For the audit they have listened for longer than it lets pass.
  await shop.sql('notifications', `update webhook_endpoint set listens_since = listens_since - interval '2 minutes'`);
  const { order } = await buy(shop, buyer, (await goods(seller, 'Brass lamp', 4_000, 5)).variantId, 2);
  const [shipment] = (await seeOrder(buyer, order.id)).shipments;
  await takeInHand(seller, shipment!.id);
  await seller.ask(ShipDocument, { id: shipment!.id, input: { carrier: 'UPS', trackingNumber: `1Z${order.number}` } });

  const came = await hasCome(theirs, ...types);
  const [confirmed] = came.filter(({ title }) => title === 'order.confirmed').map(({ text }) => JSON.parse(text));
  expect(confirmed).toEqual({
    ...{ id: expect.any(String), type: 'order.confirmed', version: 1, timestamp: expect.stringMatching(/Z$/) },
    data: { orderId: order.id, sellerId: seller.sellerId, lines: [expect.objectContaining({ quantity: 2, sellerId: seller.sellerId })] },
  });
  expect(JSON.stringify(came)).not.toContain(buyer.userId);
  await hasCome(platforms, ...types);
  await everythingAgrees(shop);
  for (const partner of [theirs, platforms]) expect((await cameTo(shop, partner)).map(({ title }) => title).sort()).toEqual(types);
  expect(await cameTo(shop, others)).toEqual([]);
  const { deliveries } = await see(seller, theirs);
  expect(
    deliveries.nodes.map(({ status, attempts, responseStatus, error, nextTryAt }) => ({
      status,
      attempts,
      responseStatus,
      error,
      nextTryAt,
    })),
  ).toEqual(Array(2).fill({ status: 'DELIVERED', attempts: 1, responseStatus: 204, error: null, nextTryAt: null }));
  expect(deliveries.nodes.map(({ payload }) => payload).sort()).toEqual(came.map(({ text }) => text).sort());
});

test('what is refused comes again until it is taken, and what is replayed has the same id', async () => {
  const partner = await anEndpoint(shop, seller, ['payout.paid']);
  await refusedBy(shop, 500, 1_000);
  const id = await sendTest(seller, partner.id);
  await until('it was refused', async () => {
    const { deliveries, failingSince } = await see(seller, partner);
    const [delivery] = deliveries.nodes;
    return delivery?.error === 'NOT_ACCEPTED' && delivery.responseStatus === 500 && delivery.nextTryAt !== null && failingSince !== null;
  });
  expect(await cameTo(shop, partner)).toEqual([]);
  await refusedBy(shop, 500, 0);
  await nextTriesCome(shop, partner);
  const taken = await deliveryIs(shop, seller, partner, id, 'DELIVERED');
  expect(taken).toMatchObject({ responseStatus: 204, error: null });
  expect(taken.attempts).toBeGreaterThan(1);
  expect((await see(seller, partner)).failingSince).toBeNull();
  await seller.ask(REPLAY, { id });
  await until('it came again', async () => (await cameTo(shop, partner)).length === 2);
  expect((await cameTo(shop, partner)).map(({ said }) => said['webhook-id'])).toEqual([id, id]);
  await deliveryIs(shop, seller, partner, id, 'DELIVERED');
});

test('for a day after a rotation the secret before verifies as well as the new one', async () => {
  const partner = await anEndpoint(shop, seller, ['payout.paid']);
  const { rotateWebhookSecret } = await seller.ask<{ rotateWebhookSecret: { secret: string } }>(ROTATE, { id: partner.id });
  expect(rotateWebhookSecret.secret).not.toBe(partner.secret);
  for (const secret of [partner.secret, rotateWebhookSecret.secret]) {
    await verifiesBy(shop, partner.name, secret);
    await deliveryIs(shop, seller, partner, await sendTest(seller, partner.id), 'DELIVERED');
  }
  await shop.sql('notifications', 'update webhook_endpoint set previous_secret_until = now() where id = $1', [partner.id]);
  await verifiesBy(shop, partner.name, partner.secret);
  const id = await sendTest(seller, partner.id);
  await until('what the old secret did not sign is refused', async () => {
    const { deliveries } = await see(seller, partner);
    return deliveries.nodes.some((each) => each.id === id && each.responseStatus === 401);
  });
  await verifiesBy(shop, partner.name, rotateWebhookSecret.secret);
  await nextTriesCome(shop, partner);
  await deliveryIs(shop, seller, partner, id, 'DELIVERED');
});

test('an endpoint that answers 410 is disabled, and its owner hears of it', async () => {
  const partner = await anEndpoint(shop, seller, ['payout.paid']);
  await refusedBy(shop, 410, 1);
  const id = await sendTest(seller, partner.id);
  expect(await deliveryIs(shop, seller, partner, id, 'FAILED')).toMatchObject({ error: 'GONE', responseStatus: 410 });
  expect(await see(seller, partner)).toMatchObject({ status: 'DISABLED', disabledReason: 'GONE' });
  await until('its owner hears of it', async () =>
    (await seller.ask(MyNotificationsDocument)).me?.notifications?.nodes.some(({ kind }) => kind === 'WEBHOOK_DISABLED'),
  );
  expect(await seller.refusal(REPLAY, { id })).toMatchObject({ code: 'INVALID_TRANSITION' });
  await seller.ask('mutation ($id: ID!) { enableWebhookEndpoint(id: $id) { id } }', { id: partner.id });
  await seller.ask(REPLAY, { id });
  expect(await deliveryIs(shop, seller, partner, id, 'DELIVERED')).toMatchObject({ attempts: 1 });
});

test('nobody has our servers post to what only they can reach, neither at once nor by another address later', async () => {
  for (const url of [
    'http://169.254.169.254/latest/meta-data/',
    'https://10.0.0.1/',
    'https://[::ffff:10.0.0.1]/',
    'https://metadata.google.internal/',
    'https://user:word@shop.example/',
    'https://shop.example:25/',
    'gopher://shop.example/',
  ])
    expect(await seller.refusal(CREATE, { input: { url, eventTypes: ['payout.paid'] } })).toMatchObject({ code: 'BAD_USER_INPUT' });
  const partner = await anEndpoint(shop, seller, ['payout.paid']);
  await shop.sql('notifications', `update webhook_endpoint set url = 'http://169.254.169.254/latest/meta-data/' where id = $1`, [
    partner.id,
  ]);
  const id = await sendTest(seller, partner.id);
  const refused = await until('it was refused', async () =>
    (await see(seller, partner)).deliveries.nodes.find((each) => each.id === id && each.error),
  );
  expect(refused).toMatchObject({ status: 'QUEUED', error: 'ADDRESS_FORBIDDEN', responseStatus: null });
});

test('buyers have no endpoints, nor staff who were not let see to the platform’s', async () => {
  const input = { url: 'https://shop.example/hook', eventTypes: ['payout.paid'] };
  expect(await (await aBuyer(shop)).refusal(CREATE, { input })).toMatchObject({ code: 'FORBIDDEN' });
  expect(await (await aColleague(shop, 'webhooks:read')).refusal(CREATE, { input })).toMatchObject({ code: 'FORBIDDEN' });
});
