import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { addToCart, CHECKOUT, type CheckedOut, checkOut, orderIs, seeOrder, VERIFY } from '../support/buying.ts';
import { told } from '../support/events.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { stockFigures } from '../support/figures.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, anAddress, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { askNever, askNow } from '../support/polls.ts';
import {
  agreeAtRazorpay,
  payByRazorpay,
  peaceAtRazorpay,
  postRazorpayWebhook,
  razorpayEvent,
  razorpayMisfortune,
  razorpayOrdersFor,
  razorpayTotals,
  razorpayWebhooksTravel,
  releaseRazorpayWebhooks,
} from '../support/razorpay-controls.ts';
import { type Shop, until } from '../support/shop.ts';

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
  bought = await checkOut(buyer, { provider: 'RAZORPAY' });
});

afterEach(() => peaceAtRazorpay(shop));

const keptEvent = async (id: string): Promise<{ status: string } | undefined> =>
  (await shop.sql<{ status: string }>('payments', 'select status from provider_event where id = $1', [id]))[0];

/** Paid, sold and posted through Razorpay's clearing account, each once. */
async function boughtOnce(): Promise<void> {
  await orderIs(buyer, bought.order.id, 'CONFIRMED');
  await until('the sale is made', async () => (await stockFigures(shop, lamp)).sold === 2);
  await everythingAgrees(shop);
  expect(await told(shop, 'payments', 'payments.payment.captured', bought.payment.id)).toBe(1);
  const codes = await shop.sql<{ code: string }>(
    'ledger',
    `select distinct a.code from ledger_entry e join ledger_account a on a.id = e.account_id
     join ledger_transaction t on t.id = e.transaction_id where t.order_id = $1`,
    [bought.order.id],
  );
  expect(codes.map(({ code }) => code)).toEqual(expect.arrayContaining(['BUYER_EXTERNAL', 'RAZORPAY_CLEARING']));
}

test('a purchase by Razorpay: the page has what Checkout needs, and its signature confirms at once', async () => {
  const payment = await buyer.ask('query ($id: ID!) { payment(id: $id) { provider publishableKey providerPaymentId } }', {
    id: bought.payment.id,
  });
  expect(payment).toEqual({
    payment: { provider: 'RAZORPAY', publishableKey: 'rzp_test_sandbox', providerPaymentId: expect.stringMatching(/^order_/) },
  });
  await razorpayWebhooksTravel(shop, { drop: true });
  const { razorpay_payment_id: providerPaymentId, razorpay_signature: signature } = await payByRazorpay(shop, bought);
  const verify = (input: object) =>
    buyer.ask('mutation ($input: VerifyPaymentInput!) { verifyPayment(input: $input) { status } }', {
      input: { paymentId: bought.payment.id, ...input },
    });
  await expect(verify({ providerPaymentId, signature: '0'.repeat(64) })).rejects.toThrow("The signature is not the provider's");
  expect(await verify({ providerPaymentId, signature })).toEqual({ verifyPayment: { status: 'CAPTURED' } });
  await boughtOnce();
});

test.each(['kept', 'reversed'] as const)('told many times and in any order (%s), it is captured once', async (order) => {
  await razorpayWebhooksTravel(shop, { hold: true, copies: 3 });
  await payByRazorpay(shop, bought, 'card', '4000000000000002');
  await payByRazorpay(shop, bought);
  await releaseRazorpayWebhooks(shop, order);
  await boughtOnce();
  const event = await razorpayEvent(shop, bought, 'payment.captured');
  expect(await postRazorpayWebhook(shop, event)).toBe(200);
  await boughtOnce();
});

test('where no webhook ever arrives, asking confirms', async () => {
  await razorpayWebhooksTravel(shop, { drop: true });
  await payByRazorpay(shop, bought, 'upi', 'success@razorpay');
  await askNow(shop, bought.payment.id);
  await boughtOnce();
});

test('a webhook with a bad signature is refused, and one of another amount is parked', async () => {
  await askNever(shop, bought.payment.id);
  await razorpayWebhooksTravel(shop, { drop: true });
  await payByRazorpay(shop, bought);
  const event = await razorpayEvent(shop, bought, 'payment.captured');
  expect(await postRazorpayWebhook(shop, event, 'another secret')).toBe(400);
  const entity = { ...event.body.payload.payment!.entity, amount: 1 };
  const other = { id: `event_${randomUUID()}`, body: { ...event.body, payload: { payment: { entity } } } };
  expect(await postRazorpayWebhook(shop, other)).toBe(200);
  expect(await keptEvent(other.id)).toMatchObject({ status: 'PARKED' });
  expect((await seeOrder(buyer, bought.order.id)).payment.status).toBe('CREATED');
  // A person has looked, and there is nothing more to do about it.
  await shop.sql('payments', 'delete from provider_event where id = $1', [other.id]);
  expect(await postRazorpayWebhook(shop, event)).toBe(200);
  await boughtOnce();
});

test('a declined card ends the order in the words of Razorpay, and who pays it later has the money back', async () => {
  expect(await payByRazorpay(shop, bought, 'card', '4000000000000002')).toMatchObject({ error: { reason: 'payment_failed' } });
  await orderIs(buyer, bought.order.id, 'CANCELLED');
  expect((await seeOrder(buyer, bought.order.id)).payment).toMatchObject({
    status: 'FAILED',
    failureCode: 'payment_failed',
    failureMessage: 'Your payment was declined by the bank. Try another payment method.',
  });
  expect(await buyer.refusal(VERIFY, { id: bought.payment.id })).toMatchObject({ code: 'PAYMENT_FAILED', paymentStatus: 'failed' });
  // An order at Razorpay cannot be cancelled, so another tab can still pay it.
  const before = await razorpayTotals(shop);
  await payByRazorpay(shop, bought);
  await until('it is given back', async () => (await seeOrder(buyer, bought.order.id)).payment.status === 'REFUNDED');
  const after = await razorpayTotals(shop);
  expect([after.captured.usd! - (before.captured.usd ?? 0), after.refunded.usd! - (before.refunded.usd ?? 0)]).toEqual([8_000, 8_000]);
  await everythingAgrees(shop);
});

test('who pays late, of which no webhook tells, has the money back after the sweep', async () => {
  await payByRazorpay(shop, bought, 'card', '4000000000000002');
  await orderIs(buyer, bought.order.id, 'CANCELLED');
  await razorpayWebhooksTravel(shop, { drop: true });
  await payByRazorpay(shop, bought);
  await shop.sql('payments', 'update provider_sweep set next_sweep_at = now()');
  shop.wakeJob('payments', 'sweepProviders');
  await until('it is given back', async () => (await seeOrder(buyer, bought.order.id)).payment.status === 'REFUNDED');
  await everythingAgrees(shop);
});

test('a payment at a bank waits for its buyer, and is captured when they have agreed', async () => {
  const { razorpay_payment_id: attempt } = await payByRazorpay(shop, bought, 'netbanking', 'HDFC');
  await askNow(shop, bought.payment.id);
  await until('it waits', async () => (await seeOrder(buyer, bought.order.id)).payment.status === 'REQUIRES_ACTION');
  await agreeAtRazorpay(shop, attempt!, 'authorize');
  await until('the bank has agreed', async () => (await seeOrder(buyer, bought.order.id)).payment.status === 'PROCESSING');
  await agreeAtRazorpay(shop, attempt!, 'succeed');
  await boughtOnce();
});

test('money goes back by Razorpay, in part and to the end, also where its answer was lost', async () => {
  await payByRazorpay(shop, bought);
  await orderIs(buyer, bought.order.id, 'CONFIRMED');
  const admin = await shop.admin();
  const refund = (amountMinor: number) =>
    admin.ask<{ refundPayment: { status: string } }>('mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { status } }', {
      input: { paymentId: bought.payment.id, idempotencyKey: randomUUID(), amount: { amountMinor, currency: 'USD' } },
    });
  expect(await refund(3_000)).toEqual({ refundPayment: { status: 'SUCCEEDED' } });
  await razorpayMisfortune(shop, { kind: 'lose-reply', times: 1, method: 'POST', path: '/v1/payments/' });
  expect(await refund(5_000)).toEqual({ refundPayment: { status: 'PENDING' } });
  await shop.sql('payments', 'update refund set next_try_at = now() where payment_id = $1', [bought.payment.id]);
  shop.wakeJob('payments', 'settleRefunds');
  await until('all of it is back', async () => (await seeOrder(buyer, bought.order.id)).payment.status === 'REFUNDED');
  const { captured, refunded } = await razorpayTotals(shop);
  const [books] = await shop.sql<{ captured: string; refunded: string }>(
    'payments',
    `select sum(amount_amount_minor) as captured, sum(refunded_minor) as refunded from payment where provider = 'RAZORPAY' and captured_at is not null`,
  );
  expect({ captured: captured.usd, refunded: refunded.usd }).toEqual({
    captured: Number(books!.captured),
    refunded: Number(books!.refunded),
  });
  await everythingAgrees(shop);
});

test('an order at Razorpay whose making had no answer is found again, and is one', async () => {
  const input = { input: { idempotencyKey: randomUUID(), shippingAddress: anAddress, provider: 'RAZORPAY' } };
  const another = await aBuyer(shop);
  await addToCart(another, lamp.variantId, 1);
  await razorpayMisfortune(shop, { kind: 'lose-reply', times: 1, method: 'POST', path: '/v1/orders' });
  expect(await another.refusal(CHECKOUT, input)).toMatchObject({ code: 'SERVICE_UNAVAILABLE', service: 'payments' });
  const checkout = await until('the checkout goes through', async () =>
    another.ask<{ checkout: CheckedOut }>(CHECKOUT, input).then(
      (answer) => answer.checkout,
      () => null,
    ),
  );
  expect(await razorpayOrdersFor(shop, checkout.order.id)).toBe(1);
  for (const each of [checkout, bought]) await payByRazorpay(shop, each);
  await orderIs(another, checkout.order.id, 'CONFIRMED');
  await everythingAgrees(shop);
});
