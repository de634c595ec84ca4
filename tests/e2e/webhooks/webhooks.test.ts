import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { addToCart, type CheckedOut, checkOut, orderIs, pay, seeOrder } from '../support/buying.ts';
import { told } from '../support/events.ts';
import { stockFigures } from '../support/figures.ts';
import { type IntentEvent, postWebhook, secretOf, stripeSignature } from '../support/forged-webhook.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { askNever } from '../support/polls.ts';
import { rows, settledRows } from '../support/rows.ts';
import { type Shop, until } from '../support/shop.ts';
import {
  authenticateAtBank,
  eventsAtProvider,
  misfortune,
  peace,
  redeliver,
  releaseWebhooks,
  webhooksTravel,
} from '../support/stripe-controls.ts';

let shop: Shop;
let seller: Person;
let buyer: Person;
let lamp: Goods;
let bought: CheckedOut;

inOneShop(async (opened) => {
  shop = opened;
  seller = await aSeller(shop);
});

beforeEach(async () => {
  buyer = await aBuyer(shop);
  lamp = await goods(seller, 'Brass lamp', 4_000, 5);
  await addToCart(buyer, lamp.variantId, 2);
  bought = await checkOut(buyer);
  await askNever(shop, bought.payment.id);
});

afterEach(() => peace(shop));

/** The one event with which the provider tells that the intent was paid. */
async function paidEvent(): Promise<IntentEvent> {
  const events = await eventsAtProvider(shop, bought.payment.providerPaymentId);
  return events.find(({ type }) => type === 'payment_intent.succeeded') as unknown as IntentEvent;
}

const statusAtOurs = async (): Promise<string> => (await seeOrder(buyer, bought.order.id)).payment.status;

const keptEvent = async (id: string): Promise<{ status: string; note: string | null } | undefined> =>
  (await shop.sql<{ status: string; note: string | null }>('payments', 'select status, note from provider_event where id = $1', [id]))[0];

/** Paid, sold and posted, each once. */
async function boughtOnce(): Promise<void> {
  await orderIs(buyer, bought.order.id, 'CONFIRMED');
  await until('the sale is made', async () => (await stockFigures(shop, lamp)).sold === 2);
  await until('it is posted', async () => (await told(shop, 'payments', 'payments.payment.captured', bought.payment.id)) > 0);
  expect(await told(shop, 'payments', 'payments.payment.captured', bought.payment.id)).toBe(1);
  expect(await told(shop, 'orders', 'orders.order.confirmed', bought.order.id)).toBe(1);
  expect(await stockFigures(shop, lamp)).toEqual({ total: 3, available: 3, reserved: 0, allocated: 0, sold: 2 });
  await until(
    'the books have it',
    async () => (await shop.sql('ledger', 'select 1 from ledger_transaction where order_id = $1', [bought.order.id])).length > 0,
  );
  expect(await shop.sql('ledger', 'select 1 from ledger_transaction where order_id = $1', [bought.order.id])).toHaveLength(1);
}

test('told many times, at once and again later, a payment is captured once', async () => {
  await webhooksTravel(shop, { copies: 5 });
  await pay(shop, bought);
  await boughtOnce();
  const { id } = await paidEvent();
  await redeliver(shop, id, 3);
  await postWebhook(shop, await paidEvent());
  await boughtOnce();
  await until('the event is done with', async () => (await keptEvent(id))?.status === 'HANDLED');
});

test('told in the wrong order, a payment ends where the provider has it', async () => {
  await webhooksTravel(shop, { hold: true });
  await pay(shop, bought, 'pm_card_authenticationRequired');
  await authenticateAtBank(shop, bought.payment.providerPaymentId, 'succeed');
  await releaseWebhooks(shop, 'reversed');
  await boughtOnce();
  expect(await statusAtOurs()).toBe('CAPTURED');
});

test.each([
  'kept',
  'reversed',
] as const)('a declined card that was followed by a good one counts as paid, however late the news (%s)', async (order) => {
  await webhooksTravel(shop, { hold: true });
  await pay(shop, bought, 'pm_card_visa_chargeDeclined');
  expect((await pay(shop, bought)).status).toBe(200);
  await releaseWebhooks(shop, order);
  await boughtOnce();
  expect((await seeOrder(buyer, bought.order.id)).payment).toMatchObject({ status: 'CAPTURED', failureCode: null, failureMessage: null });
});

test('a webhook with a bad signature is refused and changes nothing', async () => {
  await webhooksTravel(shop, { drop: true });
  await pay(shop, bought);
  const event = await paidEvent();
  const body = JSON.stringify(event);
  const good = stripeSignature(body, secretOf(shop));
  const before = await settledRows(shop, ['payments']);
  const forgeries: [string, string][] = [
    ['another secret', stripeSignature(body, 'whsec_somebody_elses')],
    ['an old one', stripeSignature(body, secretOf(shop), Math.floor(Date.now() / 1_000) - 3_600)],
    ['none', ''],
    ['nonsense', 'nonsense'],
    ['cut short', good.slice(0, -2)],
    ['another body', stripeSignature(`${body} `, secretOf(shop))],
  ];
  for (const [what, signature] of forgeries) expect([what, await postWebhook(shop, body, signature)]).toEqual([what, 400]);
  expect(await postWebhook(shop, body.replace(/"amount_received":\d+/, '"amount_received":1'), good)).toBe(400);
  expect(await rows(shop, ['payments'])).toEqual(before);
  expect(await statusAtOurs()).toBe('CREATED');
});

test('a signed webhook that is no event is refused and changes nothing', async () => {
  const before = await settledRows(shop, ['payments']);
  for (const body of [
    '',
    'nonsense',
    '{}',
    '[]',
    'null',
    '{"id":"evt_1"}',
    '{"id":"evt_1","type":"payment_intent.succeeded","data":{"object":{"object":"payment_intent"}}}',
  ])
    expect([body, await postWebhook(shop, body, stripeSignature(body, secretOf(shop)))]).toEqual([body, 400]);
  expect(await rows(shop, ['payments'])).toEqual(before);
});

test.each([
  ['another amount', { amount: 1, amount_received: 1 }],
  ['another currency', { currency: 'eur' }],
  ['another intent', { id: 'pi_of_somebody_else' }],
])('a webhook about %s is parked, and the payment untouched', async (_what, difference) => {
  await webhooksTravel(shop, { drop: true });
  await pay(shop, bought);
  const event = await paidEvent();
  const other = { ...event, id: `evt_${randomUUID()}`, data: { object: { ...event.data.object, ...difference } } };
  expect(await postWebhook(shop, other)).toBe(200);
  expect(await keptEvent(other.id)).toMatchObject({ status: 'PARKED', note: expect.any(String) });
  expect(await statusAtOurs()).toBe('CREATED');
  expect((await seeOrder(buyer, bought.order.id)).status).toBe('PENDING');
  expect(await postWebhook(shop, event)).toBe(200);
  await boughtOnce();
});

test('a webhook about nothing of ours is parked, and one that came too early is examined again', async () => {
  const stranger = {
    id: `evt_${randomUUID()}`,
    object: 'event',
    type: 'payment_intent.succeeded',
    data: {
      object: {
        object: 'payment_intent',
        id: 'pi_stranger',
        status: 'succeeded',
        amount: 5,
        amount_received: 5,
        currency: 'usd',
        metadata: {},
      },
    },
  };
  expect(await postWebhook(shop, stranger)).toBe(200);
  expect(await keptEvent(stranger.id)).toMatchObject({ status: 'PARKED' });

  await webhooksTravel(shop, { drop: true });
  await pay(shop, bought);
  const event = await paidEvent();
  // As long as its row goes by another id, the payment is not there yet for those who look for it.
  const elsewhere = randomUUID();
  await shop.sql('payments', 'update payment set id = $2 where id = $1', [bought.payment.id, elsewhere]);
  expect(await postWebhook(shop, event)).toBe(200);
  expect(await keptEvent(event.id)).toMatchObject({ status: 'PARKED' });
  await shop.sql('payments', 'update payment set id = $1 where id = $2', [bought.payment.id, elsewhere]);
  shop.wakeJob('payments', 'examineParkedEvents');
  await boughtOnce();
  await until('the event is done with', async () => (await keptEvent(event.id))?.status === 'HANDLED');
  expect(await keptEvent(stranger.id)).toMatchObject({ status: 'PARKED' });
});

test("a webhook that comes before the provider's id is stored finds its payment by what was written on the intent", async () => {
  await webhooksTravel(shop, { hold: true });
  await pay(shop, bought);
  await shop.sql('payments', 'update payment set provider_payment_id = null, client_secret = null where id = $1', [bought.payment.id]);
  await releaseWebhooks(shop);
  await boughtOnce();
  const [row] = await shop.sql<{ provider_payment_id: string }>('payments', 'select provider_payment_id from payment where id = $1', [
    bought.payment.id,
  ]);
  expect(row!.provider_payment_id).toBe(bought.payment.providerPaymentId);
});

test("the buyer's browser loses the provider's reply, and the order is confirmed all the same", async () => {
  await misfortune(shop, { kind: 'lose-reply', path: `/v1/payment_intents/${bought.payment.providerPaymentId}/confirm` });
  await expect(pay(shop, bought)).rejects.toThrow();
  await boughtOnce();
});
