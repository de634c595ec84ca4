import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { RefundSucceeded } from '@stoa/schema/events/payments';
import { ReviewPublished } from '@stoa/schema/events/reviews';
import { catalogue } from '../../testing/catalogue.ts';
import { anOrder } from '../../testing/given-notifications.ts';
import { EVENT_TYPES, eventTypes, FOR_THE_PLATFORM } from './event-types.ts';
import { type PartnerEvent, partnerEvents } from './partner-events.ts';
import { untoldPartnerEvents } from './untold-partner-events.ts';

test('of every event it is said what partners are told, or why they are not', async () => {
  const told = partnerEvents.map(({ contract }) => contract.name);
  expect(new Set(told).size).toBe(told.length);
  expect([...told, ...Object.keys(untoldPartnerEvents)].sort()).toEqual([...(await catalogue())].sort());
});

test('the page for partners names every type of event, and what it means', () => {
  const page = readFileSync(new URL('../../../../../docs/webhooks.md', import.meta.url), 'utf8');
  const rows = EVENT_TYPES.map(
    (type) => `| \`${type}\` | ${FOR_THE_PLATFORM.includes(type) ? 'platform' : 'seller, platform'} | ${eventTypes[type]} |`,
  );
  expect(page.split('\n').filter((line) => /^\| `\w+\.\w+` \|/.test(line))).toEqual(rows);
});

const told = (contract: { readonly name: string }, payload: unknown): readonly PartnerEvent[] =>
  partnerEvents.find((source) => source.contract.name === contract.name)!.events(payload as never);

test('a seller is told of their own lines of an order, the platform of all, and nobody of the buyer', () => {
  const [one, other] = [anOrder(newId()), anOrder(newId())];
  const order = { ...one, lines: [...one.lines, ...other.lines] };
  const events = told(OrderConfirmed, order);
  expect(events.map(({ sellerId, data }) => [sellerId, data['lines']])).toEqual([
    [null, order.lines],
    ...order.lines.map((line) => [line.sellerId, [line]]),
  ]);
  expect(JSON.stringify(events)).not.toContain(order.buyerId);
  expect(events.map(({ data }) => 'total' in data)).toEqual([true, false, false]);
});

test('of what went back a seller is told their own part', () => {
  const share = { sellerId: newId(), grossMinor: 400, feeMinor: 40, taxMinor: 76, shippingMinor: 50, discountMinor: 26 };
  const refund = {
    ...{ refundId: newId(), paymentId: newId(), orderId: newId(), buyerId: newId(), provider: 'STRIPE', full: false },
    ...{ amount: { amountMinor: 900, currency: 'EUR' }, split: [share] },
  };
  const [platform, seller] = told(RefundSucceeded, refund);
  expect(platform!.data['amount']).toEqual({ amountMinor: 900, currency: 'EUR' });
  expect([seller!.sellerId, seller!.data['amount']]).toEqual([share.sellerId, { amountMinor: 500, currency: 'EUR' }]);
});

test('who wrote a review stands in no webhook', () => {
  const facts = { reviewId: newId(), productId: newId(), sellerId: newId(), buyerId: newId(), rating: 4, verifiedPurchase: true };
  expect(JSON.stringify(told(ReviewPublished, facts))).not.toContain(facts.buyerId);
});
