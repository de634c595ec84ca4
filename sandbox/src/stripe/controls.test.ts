import { afterEach, expect, test } from '@jest/globals';
import type Stripe from 'stripe';
import { closeAll, closeLater, openStripe, refusalOf, SECRET_KEY } from '../testing/open-stripe.ts';
import type { Heard, WebhookEar } from '../testing/webhook-ear.ts';
import { bodyOf, openEar } from '../testing/webhook-ear.ts';
import type { JournalLine } from './read-journal.ts';

afterEach(closeAll);

const price = { amount: 900, currency: 'usd' };

async function openWithEar() {
  const ear: WebhookEar = await openEar();
  closeLater(() => ear.close());
  const events = ['payment_intent.created'];
  return { ear, ...(await openStripe({ webhooks: [{ url: ear.url, secret: 'whsec_x', events }] })) };
}

const idOf = (heard: Heard) => bodyOf<Stripe.Event & { data: { object: { id: string } } }>(heard).data.object.id;

test.each([
  ['kept', [0, 1, 2, 3]],
  ['reversed', [3, 2, 1, 0]],
  ['shuffled', [3, 1, 0, 2]],
])('webhooks are held back and released in %s order', async (order, expected) => {
  const { ear, stripe, control } = await openWithEar();
  await control('webhooks', { hold: true, seed: 1 });
  const ids: string[] = [];
  for (let count = 0; count < 4; count += 1) ids.push((await stripe.paymentIntents.create(price)).id);
  expect(ear.heard).toHaveLength(0);
  expect(await control('webhooks/release', { order })).toEqual({ released: 4 });
  const heard = await ear.until((all) => all.length === 4);
  expect(heard.map((one) => ids.indexOf(idOf(one)))).toEqual(expected);
});

test('webhooks are repeated, by setting and by hand', async () => {
  const { ear, stripe, control } = await openWithEar();
  await control('webhooks', { copies: 3, spreadMs: 5, seed: 1 });
  const { id } = await stripe.paymentIntents.create(price);
  const heard = await ear.until((all) => all.length === 3);
  expect(new Set(heard.map(idOf))).toEqual(new Set([id]));
  const eventId = bodyOf<Stripe.Event>(heard[0] as Heard).id;
  await control(`events/${eventId}/redeliver`, { copies: 2 });
  await ear.until((all) => all.length === 5);
});

test('dropped webhooks never come, not even after a restart', async () => {
  const { ear, stripe, control, sandbox, dataDir } = await openWithEar();
  await control('webhooks', { drop: true });
  await stripe.paymentIntents.create(price);
  await sandbox.close();
  const again = await openStripe({ dataDir, webhooks: [{ url: ear.url, secret: 'whsec_x' }] });
  const kept = await again.stripe.paymentIntents.create(price);
  expect((await ear.until((all) => all.length === 1)).map(idOf)).toEqual([kept.id]);
});

test('a lost reply: the work is done, and the same key finds it', async () => {
  const { stripe, control } = await openStripe();
  // The official client tries a cut connection once more by itself, so it takes two cuts for it to notice.
  await control('faults', { kind: 'lose-reply', times: 2, method: 'post', path: '/v1/payment_intents' });
  const lost = await refusalOf(stripe.paymentIntents.create(price, { idempotencyKey: 'k' }));
  expect(lost.type).toBe('StripeConnectionError');
  const [listed] = (await stripe.paymentIntents.list()).data;
  const found = await stripe.paymentIntents.create(price, { idempotencyKey: 'k' });
  expect(found.id).toBe(listed?.id);
});

test('a lost request: nothing is done', async () => {
  const { stripe, control } = await openStripe();
  await control('faults', { kind: 'lose-request', times: 2 });
  await refusalOf(stripe.paymentIntents.create(price));
  expect((await stripe.paymentIntents.list()).data).toEqual([]);
});

test('an ordered 500 does nothing; the key may be used again, unless the answer was remembered', async () => {
  const { stripe, control, client } = await openStripe();
  await control('faults', { kind: 'answer-error', status: 503 });
  expect(await refusalOf(stripe.paymentIntents.create(price, { idempotencyKey: 'k' }))).toMatchObject({ statusCode: 503 });
  await stripe.paymentIntents.create(price, { idempotencyKey: 'k' });

  await control('faults', { kind: 'answer-error', remember: true });
  const retrying = client(SECRET_KEY, { maxNetworkRetries: 1 });
  const replayed = await refusalOf(retrying.paymentIntents.create(price, { idempotencyKey: 'poisoned' }));
  expect(replayed).toMatchObject({ statusCode: 500, type: 'StripeAPIError' });
  expect(replayed.headers?.['idempotent-replayed']).toBe('true');
  expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
});

test('a late reply runs into the client’s timeout, and the work is done', async () => {
  const { stripe, control } = await openStripe();
  await control('faults', { kind: 'delay-reply', delayMs: 60_000 });
  // Long enough for the request to be there, however slow the machine is.
  const late = await refusalOf(stripe.paymentIntents.create(price, { timeout: 3_000 }));
  expect(late.type).toBe('StripeConnectionError');
  expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
});

test('controls that make no sense are refused, and a reset clears all', async () => {
  const { control } = await openStripe();
  expect(await control('faults', { kind: 'earthquake' })).toHaveProperty('error');
  expect(await control('faults', { kind: 'lose-reply', times: 0 })).toHaveProperty('error');
  expect(await control('webhooks', { hold: 'yes' })).toHaveProperty('error');
  expect(await control('webhooks', { sideways: true })).toHaveProperty('error');
  await control('faults', { kind: 'lose-reply' });
  await control('webhooks', { hold: true });
  expect(await control('reset')).toMatchObject({ faults: [], settings: { hold: false } });
});

test('journal, totals and deliveries can be looked at', async () => {
  const { ear, stripe, sandbox } = await openWithEar();
  const { id } = await stripe.paymentIntents.create({ ...price, payment_method: 'pm_card_visa', confirm: true });
  await stripe.refunds.create({ payment_intent: id, amount: 100 });
  await ear.until((all) => all.length === 1);
  const look = async (path: string) => (await fetch(`${sandbox.url}/_sandbox/${path}`)).json() as Promise<unknown>;
  expect(await look('totals')).toMatchObject({ captured: { usd: 900 }, refunded: { usd: 100 } });
  const { lines } = (await look('journal')) as { lines: JournalLine[] };
  // The note on the webhook's delivery comes when it comes.
  expect(lines.map(({ did }) => did).filter((did) => did !== 'webhook')).toEqual(['payment_intent.create', 'refund.create']);
  expect(await look('deliveries')).toMatchObject({ deliveries: [{ type: 'payment_intent.created', attempts: 1 }] });
});
