import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import { closeAll, closeLater, temporaryFolder } from '../testing/open-stripe.ts';
import { openEar } from '../testing/webhook-ear.ts';
import { readRazorpayJournal } from './read-journal.ts';
import { startRazorpaySandbox } from './start-razorpay-sandbox.ts';

afterEach(closeAll);

const KEYS = { keyId: 'rzp_test_1', keySecret: 'secret' };

// biome-ignore lint/suspicious/noExplicitAny: an answer's shape is what the tests look at.
type Answer = { status: number; body: Record<string, any> };

async function open(options: { dataDir?: string; webhooks?: { url: string; secret: string }[] } = {}) {
  const dataDir = options.dataDir ?? (await temporaryFolder());
  const sandbox = await startRazorpaySandbox({ port: 0, webhookRetry: { firstDelayMs: 5, maxDelayMs: 20 }, ...KEYS, ...options, dataDir });
  closeLater(() => sandbox.close());
  const authorization = `Basic ${Buffer.from(`${KEYS.keyId}:${KEYS.keySecret}`).toString('base64')}`;
  const ask = async (path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization, ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const order = async (amount = 10_000): Promise<string> =>
    (await ask('/v1/orders', { amount, currency: 'INR', receipt: `r${amount}`, notes: { paymentId: 'p1' } })).body.id;
  const checkout = (order_id: string, method: string, instrument: string) =>
    ask('/_sandbox/checkout', { key: KEYS.keyId, order_id, method, instrument });
  return { sandbox, dataDir, ask, order, checkout };
}

test('an order that is paid is captured with a fee, and what the page is handed is signed', async () => {
  const { ask, order, checkout } = await open();
  const id = await order();
  const { body } = await checkout(id, 'card', '4111111111111111');
  const { razorpay_payment_id: payment, razorpay_signature } = body;
  expect(razorpay_signature).toBe(createHmac('sha256', 'secret').update(`${id}|${payment}`).digest('hex'));
  expect((await ask(`/v1/payments/${payment}`)).body).toMatchObject({
    status: 'captured',
    captured: true,
    order_id: id,
    fee: 236,
    tax: 36,
  });
  expect((await ask(`/v1/orders/${id}`)).body).toMatchObject({ status: 'paid', amount_paid: 10_000, attempts: 1 });
  expect(await checkout(id, 'card', '4111111111111111')).toMatchObject({ status: 400 });
});

test('a declined attempt leaves the order open for another', async () => {
  const { ask, order, checkout } = await open();
  const id = await order();
  expect(await checkout(id, 'card', '4000000000009995')).toMatchObject({ status: 400, body: { error: { reason: 'insufficient_funds' } } });
  expect((await checkout(id, 'upi', 'success@razorpay')).status).toBe(200);
  const { items } = (await ask(`/v1/orders/${id}/payments`)).body;
  expect(items.map(({ status }: { status: string }) => status)).toEqual(['captured', 'failed']);
});

test('a stranger gets no answer, and what is not known is refused', async () => {
  const { sandbox, ask } = await open();
  expect((await fetch(`${sandbox.url}/v1/orders`)).status).toBe(401);
  expect((await ask('/v1/orders', { amount: 1_000, currency: 'INR', colour: 'red' })).body.error.field).toBe('colour');
  expect((await ask('/v1/orders', { amount: 99, currency: 'INR' })).body.error.field).toBe('amount');
  expect((await ask('/v1/payments/pay_none')).status).toBe(400);
});

test('a refund is given once for its key, never more than is left, and another request under the key is refused', async () => {
  const { ask, order, checkout } = await open();
  const { razorpay_payment_id: payment } = (await checkout(await order(), 'card', '4111111111111111')).body;
  const refund = (amount: number, key: string) => ask(`/v1/payments/${payment}/refund`, { amount }, { 'x-refund-idempotency': key });
  const [first, again] = [await refund(4_000, 'key-number-1'), await refund(4_000, 'key-number-1')];
  expect(again.body.id).toBe(first.body.id);
  expect((await refund(5_000, 'key-number-1')).status).toBe(400);
  expect((await refund(6_001, 'key-number-2')).status).toBe(400);
  expect((await refund(6_000, 'key-number-3')).body.status).toBe('processed');
  expect((await ask(`/v1/payments/${payment}`)).body).toMatchObject({ status: 'refunded', amount_refunded: 10_000, refund_status: 'full' });
});

test('a bank takes no more than is left of a payment, and what it has cannot be given back', async () => {
  const { ask, order, checkout } = await open();
  const { razorpay_payment_id: payment } = (await checkout(await order(), 'card', '4111111111111111')).body;
  const control = (path: string, body: object) => ask(`/_sandbox${path}`, body);
  const refund = (amount: number) => ask(`/v1/payments/${payment}/refund`, { amount });
  const dispute = (amount?: number) => control(`/payments/${payment}/dispute`, amount === undefined ? {} : { amount });
  expect((await refund(4_000)).body.status).toBe('processed');
  expect((await dispute(6_001)).status).toBe(400);
  const opened = await dispute();
  expect(opened.body).toMatchObject({ amount: 6_000, status: 'open' });
  expect((await refund(1_000)).status).toBe(400);
  expect((await dispute()).status).toBe(400);
  await control(`/disputes/${opened.body.id}`, { status: 'lost' });
  expect((await refund(1_000)).status).toBe(400);
  await control(`/disputes/${opened.body.id}`, { status: 'won' });
  expect((await refund(1_000)).body.status).toBe('processed');
});

test('lists are of a time, newest first, and come in pages', async () => {
  const { ask, order } = await open();
  for (const amount of [100, 200, 300]) await order(amount);
  const amounts = async (query: string) => (await ask(`/v1/orders?${query}`)).body.items.map(({ amount }: { amount: number }) => amount);
  expect(await amounts('count=2')).toEqual([300, 200]);
  expect(await amounts('count=2&skip=2')).toEqual([100]);
  expect(await amounts('receipt=r200')).toEqual([200]);
  expect(await amounts('to=1000')).toEqual([]);
});

test('webhooks are signed over the raw body, and say by a header which event it is', async () => {
  const ear = await openEar();
  closeLater(() => ear.close());
  const { order, checkout } = await open({ webhooks: [{ url: ear.url, secret: 'whisper' }] });
  await checkout(await order(), 'card', '4111111111111111');
  const heard = await ear.until(({ length }) => length === 3);
  for (const { rawBody, headers } of heard)
    expect(headers['x-razorpay-signature']).toBe(createHmac('sha256', 'whisper').update(rawBody).digest('hex'));
  expect(new Set(heard.map(({ headers }) => headers['x-razorpay-event-id'])).size).toBe(3);
  const events = heard.map(({ rawBody }) => (JSON.parse(rawBody) as { event: string }).event);
  expect(events.toSorted()).toEqual(['order.paid', 'payment.authorized', 'payment.captured']);
});

test('a start rebuilds everything from the journal, which tells the totals', async () => {
  const first = await open();
  const id = await first.order();
  const { razorpay_payment_id: payment } = (await first.checkout(id, 'card', '4111111111111111')).body;
  await first.ask(`/v1/payments/${payment}/refund`, { amount: 2_500 });
  await first.sandbox.close();
  const second = await open({ dataDir: first.dataDir });
  expect((await second.ask(`/v1/payments/${payment}`)).body).toMatchObject({ status: 'captured', amount_refunded: 2_500 });
  expect(await readRazorpayJournal(first.dataDir)).toEqual({
    captured: { inr: 10_000 },
    refunded: { inr: 2_500 },
    orders: { [id]: { currency: 'inr', metadata: { paymentId: 'p1' }, captured: 10_000, refunded: 2_500, lost: 0 } },
  });
});
