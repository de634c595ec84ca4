import { afterEach, expect, test } from '@jest/globals';
import { closeAll, openStripe, refusalOf, SECRET_KEY } from '../testing/open-stripe.ts';

afterEach(closeAll);

const price = { amount: 1200, currency: 'eur' };

test('the same key and parameters bring back the same answer', async () => {
  const { stripe } = await openStripe();
  const first = await stripe.paymentIntents.create({ ...price, metadata: { a: '1', b: '2' } }, { idempotencyKey: 'k' });
  await stripe.paymentIntents.confirm(first.id, { payment_method: 'pm_card_visa' });
  const again = await stripe.paymentIntents.create({ metadata: { b: '2', a: '1' }, ...price }, { idempotencyKey: 'k' });
  expect({ ...again }).toEqual({ ...first });
  const headers = again.lastResponse.headers;
  expect(headers['idempotent-replayed']).toBe('true');
  expect(headers['original-request']).toBe(first.lastResponse.requestId);
  expect(first.lastResponse.headers).not.toHaveProperty('idempotent-replayed');
  expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
});

test('the same key with other parameters or for another endpoint is an error', async () => {
  const { stripe } = await openStripe();
  const { id } = await stripe.paymentIntents.create(price, { idempotencyKey: 'k' });
  const otherAmount = await refusalOf(stripe.paymentIntents.create({ ...price, amount: 1 }, { idempotencyKey: 'k' }));
  expect(otherAmount).toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400, rawType: 'idempotency_error' });
  const otherEndpoint = await refusalOf(stripe.paymentIntents.cancel(id, {}, { idempotencyKey: 'k' }));
  expect(otherEndpoint).toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
  expect((await stripe.paymentIntents.retrieve(id)).status).toBe('requires_payment_method');
});

test('many at once under one key make one intent, and the official client waits it out', async () => {
  const { client } = await openStripe();
  const stripe = client(SECRET_KEY, { maxNetworkRetries: 3 });
  const made = await Promise.all(Array.from({ length: 20 }, () => stripe.paymentIntents.create(price, { idempotencyKey: 'k' })));
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
});

test('a decline is remembered, a refused parameter is not', async () => {
  const { stripe } = await openStripe();
  const declinedCard = { ...price, payment_method: 'pm_card_visa_chargeDeclined', confirm: true };
  const first = await refusalOf(stripe.paymentIntents.create(declinedCard, { idempotencyKey: 'k' }));
  const again = await refusalOf(stripe.paymentIntents.create(declinedCard, { idempotencyKey: 'k' }));
  expect(again.payment_intent?.id).toBe(first.payment_intent?.id);
  expect(again.headers?.['idempotent-replayed']).toBe('true');

  await refusalOf(stripe.paymentIntents.create({ ...price, amount: 0 }, { idempotencyKey: 'other' }));
  await stripe.paymentIntents.create(price, { idempotencyKey: 'other' });
});

test('keys outlive a restart, and end after a day', async () => {
  let nowMs = Date.parse('2030-01-01T00:00:00Z');
  const before = await openStripe({ now: () => nowMs });
  const first = await before.stripe.paymentIntents.create(price, { idempotencyKey: 'k' });
  await before.sandbox.close();
  const after = await openStripe({ dataDir: before.dataDir, now: () => nowMs });
  const again = await after.stripe.paymentIntents.create(price, { idempotencyKey: 'k' });
  expect(again.id).toBe(first.id);
  nowMs += 25 * 60 * 60 * 1000;
  const later = await after.stripe.paymentIntents.create(price, { idempotencyKey: 'k' });
  expect(later.id).not.toBe(first.id);
});
