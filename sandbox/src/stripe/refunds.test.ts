import { afterEach, expect, test } from '@jest/globals';
import type Stripe from 'stripe';
import { closeAll, openStripe, refusalOf } from '../testing/open-stripe.ts';

afterEach(closeAll);

async function pay(stripe: Stripe, amount = 1000): Promise<string> {
  const card = { payment_method: 'pm_card_visa', confirm: true };
  return (await stripe.paymentIntents.create({ amount, currency: 'usd', ...card })).id;
}

test('a full refund gives everything back, once', async () => {
  const { stripe } = await openStripe();
  const intent = await pay(stripe);
  const refund = await stripe.refunds.create({ payment_intent: intent, metadata: { refundId: 'r-1' }, reason: 'duplicate' });
  expect(refund).toMatchObject({
    object: 'refund',
    amount: 1000,
    currency: 'usd',
    status: 'succeeded',
    payment_intent: intent,
    reason: 'duplicate',
    metadata: { refundId: 'r-1' },
  });
  expect({ ...(await stripe.refunds.retrieve(refund.id)) }).toEqual({ ...refund });
  const charge = await stripe.charges.retrieve(refund.charge as string);
  expect(charge).toMatchObject({ amount_refunded: 1000, refunded: true });
  const again = await refusalOf(stripe.refunds.create({ payment_intent: intent }));
  expect(again).toMatchObject({ statusCode: 400, code: 'charge_already_refunded' });
  expect((await stripe.paymentIntents.retrieve(intent)).status).toBe('succeeded');
});

test('partial refunds add up to no more than was captured, also when they come at once', async () => {
  const { stripe } = await openStripe();
  const intent = await pay(stripe);
  const tries = Array.from({ length: 5 }, () => stripe.refunds.create({ payment_intent: intent, amount: 300 }));
  const results = await Promise.allSettled(tries);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  const tooMuch = await refusalOf(stripe.refunds.create({ payment_intent: intent, amount: 101 }));
  expect(tooMuch).toMatchObject({ statusCode: 400, param: 'amount' });
  const rest = await stripe.refunds.create({ payment_intent: intent });
  expect(rest.amount).toBe(100);
});

test('refunds are idempotent', async () => {
  const { stripe } = await openStripe();
  const intent = await pay(stripe);
  const ask = { payment_intent: intent, amount: 400 };
  const first = await stripe.refunds.create(ask, { idempotencyKey: 'refund-1' });
  const again = await stripe.refunds.create(ask, { idempotencyKey: 'refund-1' });
  expect(again.id).toBe(first.id);
  expect((await stripe.refunds.list({ payment_intent: intent })).data).toHaveLength(1);
});

test('refunds are listed by intent', async () => {
  const { stripe } = await openStripe();
  const intents = [await pay(stripe), await pay(stripe)];
  for (const payment_intent of [...intents, ...intents]) await stripe.refunds.create({ payment_intent, amount: 1 });
  const listed = await stripe.refunds.list({ payment_intent: intents[0] });
  expect(listed.data.map(({ payment_intent }) => payment_intent)).toEqual([intents[0], intents[0]]);
  expect((await stripe.refunds.list()).data).toHaveLength(4);
});

test('what was not paid, does not exist or makes no sense is refused', async () => {
  const { stripe } = await openStripe();
  const open = await stripe.paymentIntents.create({ amount: 5, currency: 'usd' });
  const unpaid = await refusalOf(stripe.refunds.create({ payment_intent: open.id }));
  expect(unpaid.message).toBe(`This PaymentIntent (${open.id}) does not have a successful charge to refund.`);
  await refusalOf(stripe.paymentIntents.confirm(open.id, { payment_method: 'pm_card_visa_chargeDeclined' }));
  expect(await refusalOf(stripe.refunds.create({ payment_intent: open.id }))).toMatchObject({ statusCode: 400 });
  expect(await refusalOf(stripe.refunds.create({ payment_intent: 'pi_nobody' }))).toMatchObject({
    code: 'resource_missing',
    statusCode: 404,
  });
  expect(await refusalOf(stripe.refunds.create({}))).toMatchObject({ statusCode: 400 });
  const paid = await pay(stripe);
  expect(await refusalOf(stripe.refunds.create({ payment_intent: paid, amount: 0 }))).toMatchObject({ param: 'amount' });
  expect(await refusalOf(stripe.refunds.create({ payment_intent: paid, amount: 1001 }))).toMatchObject({ param: 'amount' });
  expect(await refusalOf(stripe.refunds.retrieve('re_nobody'))).toMatchObject({ statusCode: 404 });
});
