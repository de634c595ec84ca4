import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { addToCart, buy, type CheckedOut, checkOut, orderIs, pay } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { aColleague, invited, logIn } from '../support/colleagues.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { type IntentEvent, postWebhook } from '../support/forged-webhook.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import { askNever } from '../support/polls.ts';
import { type Shop, until } from '../support/shop.ts';
import { eventsAtProvider, peace, webhooksTravel } from '../support/stripe-controls.ts';

let shop: Shop;
let seller: Person;
let buyer: Person;
let variantId: string;
let reader: Client;

inOneShop(async (opened) => {
  shop = opened;
  [seller, buyer] = await Promise.all([aSeller(shop), aBuyer(shop)]);
  ({ variantId } = await goods(seller, 'Brass lamp', 3_000, 20));
  reader = await aColleague(shop, 'payments:read', 'orders:read', 'shipments:read');
});

interface Listed {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string; readonly order?: { readonly number: string } }[];
}

const PAYMENTS = `query ($filter: PaymentFilter) {
  payments(filter: $filter) { totalCount nodes { id status provider amount { amountMinor } createdAt order { number } } }
}`;
const PARKED = 'query ($status: ParkedWebhookStatus! = PARKED) { parkedWebhooks(status: $status) { nodes { id note payment { id } } } }';
const RETRY = 'mutation ($id: ID!) { retryParkedWebhook(id: $id) { id status note } }';
const DISCARD = 'mutation ($id: ID!) { discardParkedWebhook(id: $id) { id status } }';

const ids = ({ nodes }: Pick<Listed, 'nodes'>): string[] => nodes.map(({ id }) => id);
const payments = async (filter: object): Promise<Listed> => (await reader.ask<{ payments: Listed }>(PAYMENTS, { filter })).payments;
const parked = async (): Promise<string[]> => ids((await reader.ask<{ parkedWebhooks: Listed }>(PARKED)).parkedWebhooks);

test('staff find payments, orders and shipments by whose they are, how far, and when they were made', async () => {
  const first = await buy(shop, buyer, variantId);
  const second = await buy(shop, buyer, variantId);
  await buy(shop, await aBuyer(shop), variantId);
  const { totalCount, nodes } = await payments({ buyerId: buyer.userId, status: 'CAPTURED', provider: 'STRIPE' });
  expect([totalCount, nodes.map((each) => [each.id, each.order!.number])]).toEqual([
    2,
    [second, first].map(({ payment, order }) => [payment.id, order.number]),
  ]);
  expect(ids(await payments({ providerPaymentId: first.payment.providerPaymentId }))).toEqual([first.payment.id]);
  expect(ids(await payments({ orderId: second.order.id }))).toEqual([second.payment.id]);
  const orders = async (given: object): Promise<string[]> =>
    ids(
      (
        await reader.ask<{ orders: Listed }>(
          'query ($buyerId: ID, $from: DateTime, $to: DateTime) { orders(buyerId: $buyerId, from: $from, to: $to) { nodes { id } } }',
          given,
        )
      ).orders,
    );
  expect(await orders({ buyerId: buyer.userId })).toEqual([second.order.id, first.order.id]);
  const [hourAgo, inAnHour] = [-1, 1].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
  expect(await orders({ buyerId: buyer.userId, from: hourAgo, to: inAnHour })).toHaveLength(2);
  expect(await orders({ to: hourAgo })).toEqual([]);
  const shipments = async (given: object): Promise<number> =>
    (
      await reader.ask<{ shipments: Listed }>(
        'query ($sellerId: ID, $from: DateTime) { shipments(sellerId: $sellerId, from: $from) { totalCount nodes { id } } }',
        given,
      )
    ).shipments.totalCount;
  expect([await shipments({ sellerId: seller.sellerId }), await shipments({ sellerId: randomUUID() })]).toEqual([3, 0]);
  expect(await shipments({ sellerId: seller.sellerId, from: inAnHour })).toBe(0);
});

/** Bought and paid at the provider, who tells us nothing. */
async function paidInSilence(): Promise<{ bought: CheckedOut; event: IntentEvent }> {
  await webhooksTravel(shop, { drop: true });
  await addToCart(buyer, variantId, 1);
  const bought = await checkOut(buyer);
  await askNever(shop, bought.payment.id);
  await pay(shop, bought);
  const event = await until('the provider has an event of it', async () => {
    const events = await eventsAtProvider(shop, bought.payment.providerPaymentId);
    return events.find(({ type }) => type === 'payment_intent.succeeded') as unknown as IntentEvent;
  });
  await peace(shop);
  return { bought, event };
}

test('a webhook that fits nothing is seen, looked at again once its cause is mended, or given up; and who did so is written down', async () => {
  const { bought, event } = await paidInSilence();
  const change = (by: number) =>
    shop.sql('payments', 'update payment set amount_amount_minor = amount_amount_minor + $2 where id = $1', [bought.payment.id, by]);
  await change(1);
  expect(await postWebhook(shop, event)).toBe(200);
  const strange = {
    ...event,
    id: `evt_${randomUUID()}`,
    data: { object: { ...event.data.object, id: 'pi_of_somebody_else', metadata: {} } },
  };
  expect(await postWebhook(shop, strange)).toBe(200);
  expect((await parked()).toSorted()).toEqual([event.id, strange.id].toSorted());

  const colleague = await invited(shop, 'payments:read', 'payments:write', 'audit:read');
  const operator = await logIn(shop, colleague);
  expect(await operator.ask(RETRY, { id: event.id })).toMatchObject({ retryParkedWebhook: { status: 'PARKED', note: expect.any(String) } });
  await change(-1);
  expect(await operator.ask(RETRY, { id: event.id })).toEqual({ retryParkedWebhook: { id: event.id, status: 'HANDLED', note: null } });
  await orderIs(buyer, bought.order.id, 'CONFIRMED');
  for (let count = 0; count < 2; count++)
    expect(await operator.ask(DISCARD, { id: strange.id })).toEqual({ discardParkedWebhook: { id: strange.id, status: 'DISCARDED' } });
  expect((await operator.refusal(RETRY, { id: strange.id })).code).toBe('INVALID_TRANSITION');
  expect(await parked()).toEqual([]);

  const log = `query ($id: ID!) { auditLog(filter: { actorId: $id }) { nodes { domain action subjectId outcome code } } }`;
  type Entry = { domain: string; action: string; subjectId: string; outcome: string; code: string | null };
  const entries = await until('all of it is told', async () => {
    const { auditLog } = await operator.ask<{ auditLog: { nodes: Entry[] } }>(log, { id: colleague.id });
    return auditLog.nodes.length >= 5 && auditLog.nodes;
  });
  expect(entries.map(({ domain, action, subjectId, outcome }) => [domain, action, subjectId, outcome]).toReversed()).toEqual([
    ['payments', 'retryParkedWebhook', event.id, 'DONE'],
    ['payments', 'retryParkedWebhook', event.id, 'DONE'],
    ['payments', 'discardParkedWebhook', strange.id, 'DONE'],
    ['payments', 'discardParkedWebhook', strange.id, 'DONE'],
    ['payments', 'retryParkedWebhook', strange.id, 'REFUSED'],
  ]);
});

test('nobody else sees or does any of it', async () => {
  const scopeless = await aColleague(shop, 'orders:read', 'refunds:write');
  for (const [who, code] of [
    [buyer, 'FORBIDDEN'],
    [seller, 'FORBIDDEN'],
    [scopeless, 'FORBIDDEN'],
    [shop.client(), 'UNAUTHENTICATED'],
  ] as const) {
    for (const document of ['{ payments { totalCount } }', '{ parkedWebhooks { totalCount } }'])
      expect((await who.refusal(document)).code).toBe(code);
    for (const document of [RETRY, DISCARD]) expect((await who.refusal(document, { id: 'evt_1' })).code).toBe(code);
  }
  for (const document of [RETRY, DISCARD]) expect((await reader.refusal(document, { id: 'evt_1' })).code).toBe('FORBIDDEN');
});

test('and the books agree after all of it', () => everythingAgrees(shop));
