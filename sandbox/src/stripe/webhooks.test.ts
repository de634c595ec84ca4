import { afterEach, expect, test } from '@jest/globals';
import Stripe from 'stripe';
import { closeAll, closeLater, openStripe } from '../testing/open-stripe.ts';
import type { Heard, WebhookEar } from '../testing/webhook-ear.ts';
import { bodyOf, openEar } from '../testing/webhook-ear.ts';
import type { Delivery } from '../webhook/endpoint-line.ts';

afterEach(closeAll);

const SECRET = 'whsec_test_secret';
const paidAtOnce = { amount: 700, currency: 'usd', payment_method: 'pm_card_visa', confirm: true };

async function listening(answer?: (index: number) => number): Promise<WebhookEar> {
  const ear = await openEar(answer);
  closeLater(() => ear.close());
  return ear;
}

const typesOf = (heard: readonly Heard[]) => heard.map((one) => bodyOf<Stripe.Event>(one).type);
const accepted = (heard: readonly Heard[]) => heard.filter(({ status }) => status === 200);

test('events arrive signed so that the official client verifies them', async () => {
  const ear = await listening();
  const { stripe } = await openStripe({ webhooks: [{ url: ear.url, secret: SECRET }] });
  const intent = await stripe.paymentIntents.create({ ...paidAtOnce, metadata: { paymentId: 'é✓' } });
  const heard = await ear.until((all) => all.length === 3);
  const events = heard.map(({ rawBody, headers }) =>
    stripe.webhooks.constructEvent(rawBody, headers['stripe-signature'] as string, SECRET),
  );
  expect(events.map(({ type }) => type).sort()).toEqual(['charge.succeeded', 'payment_intent.created', 'payment_intent.succeeded']);
  const captured = events.find(({ type }) => type === 'payment_intent.succeeded');
  expect(captured?.data.object).toMatchObject({ id: intent.id, status: 'succeeded', metadata: { paymentId: 'é✓' } });
  expect(captured?.request?.id).toBe(intent.lastResponse.requestId);
  expect((await stripe.events.retrieve(captured?.id ?? '')).data.object).toEqual(captured?.data.object);
  const { rawBody, headers } = heard[0] as Heard;
  const forge = () => stripe.webhooks.constructEvent(rawBody, headers['stripe-signature'] as string, 'whsec_other');
  expect(forge).toThrow(Stripe.errors.StripeSignatureVerificationError);
});

test('an endpoint hears only the types that it wants', async () => {
  const ear = await listening();
  const wanted = ['payment_intent.succeeded'];
  const { stripe } = await openStripe({ webhooks: [{ url: ear.url, secret: SECRET, events: wanted }] });
  await stripe.paymentIntents.create(paidAtOnce);
  await stripe.paymentIntents.create(paidAtOnce);
  expect(typesOf(await ear.until((all) => all.length === 2))).toEqual([...wanted, ...wanted]);
});

test('what is refused is sent again until it is taken', async () => {
  const ear = await listening((index) => (index < 5 ? 503 : 200));
  const { stripe } = await openStripe({ webhooks: [{ url: ear.url, secret: SECRET }] });
  await stripe.paymentIntents.create(paidAtOnce);
  const heard = await ear.until((all) => accepted(all).length === 3);
  expect(new Set(typesOf(accepted(heard))).size).toBe(3);
  expect(heard).toHaveLength(8);
});

test('an endpoint that is down is told when it is up again', async () => {
  const down = await openEar();
  await down.close();
  const { stripe } = await openStripe({ webhooks: [{ url: down.url, secret: SECRET }] });
  await stripe.paymentIntents.create(paidAtOnce);
  const up = await openEar(undefined, down.port);
  closeLater(() => up.close());
  expect(typesOf(await up.until((all) => all.length === 3)).sort()).toContain('payment_intent.succeeded');
});

test('what was not taken before a restart is sent after it, and what was taken is not', async () => {
  const deaf = await listening(() => 500);
  const taking = await listening();
  const webhooks = [
    { url: deaf.url, secret: SECRET },
    { url: taking.url, secret: SECRET },
  ];
  const before = await openStripe({ webhooks });
  await before.stripe.paymentIntents.create(paidAtOnce);
  await deaf.until((all) => all.length >= 3);
  // Not until the sandbox has noted the answer is a webhook taken.
  let delivered: Delivery[] = [];
  while (delivered.length < 3) {
    const { deliveries } = (await (await fetch(`${before.sandbox.url}/_sandbox/deliveries`)).json()) as { deliveries: Delivery[] };
    delivered = deliveries.filter(({ state }) => state === 'delivered');
  }
  await before.sandbox.close();
  await deaf.close();

  const hearing = await openEar(undefined, deaf.port);
  closeLater(() => hearing.close());
  const after = await openStripe({ webhooks, dataDir: before.dataDir });
  await hearing.until((all) => new Set(typesOf(all)).size === 3);
  await after.stripe.paymentIntents.create({ amount: 1, currency: 'usd' });
  const heard = await taking.until((all) => all.length >= 4);
  expect(typesOf(heard).filter((type) => type === 'payment_intent.succeeded')).toHaveLength(1);
});

test('an endpoint that is added later hears what happens from then on', async () => {
  const ear = await listening();
  const { stripe, sandbox } = await openStripe();
  await stripe.paymentIntents.create(paidAtOnce);
  sandbox.addWebhook({ url: ear.url, secret: SECRET });
  await stripe.paymentIntents.create({ amount: 1, currency: 'usd' });
  expect(typesOf(await ear.until((all) => all.length === 1))).toEqual(['payment_intent.created']);
});

test('events are listed by type', async () => {
  const { stripe } = await openStripe();
  await stripe.paymentIntents.create(paidAtOnce);
  const typesListed = async (params: Stripe.EventListParams) => (await stripe.events.list(params)).data.map(({ type }) => type);
  expect(await typesListed({ type: 'payment_intent.succeeded' })).toEqual(['payment_intent.succeeded']);
  expect(await typesListed({ types: ['charge.succeeded', 'payment_intent.created'] })).toEqual([
    'charge.succeeded',
    'payment_intent.created',
  ]);
  expect(await typesListed({ type: 'payment_intent.*' })).toHaveLength(2);
});
