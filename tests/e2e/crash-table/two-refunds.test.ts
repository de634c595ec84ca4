import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { writeOutbox } from '@stoa/kit/events';
import { RefundPaymentDocument } from '@stoa/schema/generated/operations/e2e';
import { buy } from '../support/buying.ts';
import { handled } from '../support/events.ts';
import { deadLetters } from '../support/figures.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, goods } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';
import { misfortune, peace } from '../support/stripe-controls.ts';

let shop: Shop;
inOneShop(async (opened) => {
  shop = opened;
});

test('an order asks for its money back while an administrator gives it back already: it goes back once', async () => {
  const buyer = await aBuyer(shop);
  const { variantId } = await goods(await aSeller(shop), 'Brass lamp', 4_000, 10);
  const { order, payment } = await buy(shop, buyer, variantId);
  // The provider is down, so that the first refund stays on its way.
  await misfortune(shop, { kind: 'answer-error', status: 500, times: 1_000, method: 'POST', path: '/v1/refunds' });
  const admin = await shop.admin();
  const asked = await admin.ask(RefundPaymentDocument, {
    input: { paymentId: payment.id, idempotencyKey: 'by hand' },
  });
  expect(asked.refundPayment.status).toBe('PENDING');

  const orders = shop.platform.domains.get('orders')!;
  const [row] = await shop.sql<{ version: number }>('orders', 'select version from orders where id = $1', [order.id]);
  await orders.database.transaction((sql) => writeOutbox(sql, [refundRequested(order.id, row!.version + 1)]));
  orders.wakeRelay();
  await handled(shop, { from: 'orders', name: 'orders.refund.requested', aggregateId: order.id, by: 'payments' });
  expect(await deadLetters(shop)).toEqual({});

  await peace(shop);
  await shop.sql('payments', 'update refund set next_try_at = now()');
  await until('the money is back', async () => {
    shop.wakeJob('payments', 'settleRefunds');
    const [paid] = await shop.sql<{ status: string }>('payments', 'select status from payment where id = $1', [payment.id]);
    return paid!.status === 'REFUNDED';
  });
  expect(await shop.sql('payments', 'select status from refund where payment_id = $1', [payment.id])).toEqual([{ status: 'SUCCEEDED' }]);
});

const refundRequested = (orderId: string, aggregateVersion: number) => ({
  id: randomUUID(),
  name: 'orders.refund.requested',
  version: 1,
  aggregateType: 'Order',
  aggregateId: orderId,
  aggregateVersion,
  occurredAt: new Date().toISOString(),
  traceparent: null,
  payload: { orderId, reason: 'Its goods were sold out before the payment came' },
});
