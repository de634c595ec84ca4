import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { DomainError } from '@stoa/kit/errors';
import { scenarioOn, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { placeOrder } from '@stoa/schema/commands/orders';
import { OrderCancelled, OrderPlaced } from '@stoa/schema/events/orders';
import { PaymentCaptured } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import { aLine, aRequest, captureOf, orderOf } from '../testing/given-order.ts';
import { Neighbours, type Question } from '../testing/neighbours.ts';
import { resumeSagasOfCheckout } from './resume-sagas.job.ts';

const neighbours = new Neighbours();
let orders: TestSubgraph;
beforeAll(async () => {
  orders = await startTestSubgraph(manifest, { commands: neighbours.commands });
});
afterAll(() => orders?.stop());
beforeEach(() => neighbours.peace());

const { when, then } = scenarioOn(() => orders);

type Request = ReturnType<typeof aRequest>;
const place = (request: Request) => orders.answer(placeOrder, request, { key: request.orderId });
const sagaOf = async ({ orderId }: Request): Promise<string> =>
  (await orders.sql.query<{ state: string }>('select state from checkout_saga where id = $1', [orderId]))[0]!.state;

/** A saga that waits is due now, by the only clock that counts. */
async function resume({ orderId }: Request): Promise<void> {
  await orders.sql.query('update checkout_saga set next_try_at = now() where id = $1', [orderId]);
  await orders.run(resumeSagasOfCheckout);
}

test('a placed order holds its goods, has a parcel for each seller, and waits for its payment', async () => {
  const seller = { sellerId: aLine().sellerId };
  const request = aRequest({ lines: [aLine(seller), aLine(seller), aLine()] });
  const { paymentId } = await place(request);
  expect(paymentId).toBe(neighbours.payments.get(request.orderId));
  expect(neighbours.prepared.get(request.orderId)).toHaveLength(2);
  expect(await orderOf(orders, request.orderId)).toMatchObject({ status: 'PENDING', provisional: true, total: { amountMinor: 3_000 } });
  await then.emitted(OrderPlaced, { orderId: request.orderId });
});

test('placing it ten times at once is placing it once', async () => {
  const request = aRequest();
  const answers = await Promise.all(Array.from({ length: 10 }, () => place(request)));
  expect(new Set(answers.map(({ paymentId }) => paymentId)).size).toBe(1);
  expect(neighbours.allocated.get(request.orderId)).toBe(1);
});

test.each([
  ['allocate', new DomainError('OUT_OF_STOCK', 'Only 1 are left', { available: 1 }), 'NOT_ALLOCATED'],
  ['prepare', new DomainError('BAD_USER_INPUT', 'No parcel goes there'), 'NOT_ALLOCATED'],
  ['charge', new DomainError('PAYMENT_FAILED', 'The payment has ended', { paymentStatus: 'failed' }), 'NOT_CHARGED'],
] as const)('a no to %s cancels the order, takes back what was done, and is told to whoever asked', async (question, no, reason) => {
  const request = aRequest();
  neighbours.refuse(question, no);
  await expect(place(request)).rejects.toMatchObject({ code: no.code, message: no.message });
  expect(await orderOf(orders, request.orderId)).toMatchObject({ status: 'CANCELLED', paymentId: null });
  expect(neighbours.holdsNothing(request.orderId)).toBe(true);
  expect(await sagaOf(request)).toBe('UNDONE');
  await then.emitted(OrderCancelled, { orderId: request.orderId, reason, paid: false });
  // Whoever asks again is told the same.
  neighbours.peace();
  await expect(place(request)).rejects.toMatchObject({ code: no.code, message: no.message });
});

const questions: readonly Question[] = ['allocate', 'prepare', 'charge'];

test.each(questions)('no answer to %s leaves the order pending, and the saga goes on by itself', async (question) => {
  const request = aRequest();
  neighbours.refuse(question, new Error('nobody is there'));
  await expect(place(request)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect(await sagaOf(request)).toBe('RUNNING');
  expect(await orderOf(orders, request.orderId)).toMatchObject({ status: 'PENDING' });
  neighbours.peace();
  await resume(request);
  expect(await sagaOf(request)).toBe('DONE');
  expect(await place(request)).toEqual({ orderId: request.orderId, paymentId: neighbours.payments.get(request.orderId) });
});

test.each(questions)('an answer to %s that is lost is asked for again, and nothing is done anew elsewhere', async (question) => {
  const request = aRequest();
  neighbours.loseAnswer(question);
  await place(request).catch(() => undefined);
  const before = neighbours.payments.get(request.orderId);
  await resume(request);
  expect(await sagaOf(request)).toBe('DONE');
  const { paymentId } = await place(request);
  if (question === 'charge') expect(paymentId).toBe(before);
  expect((await orderOf(orders, request.orderId)).paymentId).toBe(paymentId);
});

test.each(questions)('a saga that finds no answer to %s for too long is given up, and what was done is taken back', async (question) => {
  const request = aRequest();
  neighbours.loseAnswer(question);
  neighbours.refuse(question, new Error('nobody is there'));
  await expect(place(request)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await orders.sql.query('update checkout_saga set deadline_at = now() where id = $1', [request.orderId]);
  await resume(request);
  expect(await sagaOf(request)).toBe('UNDONE');
  expect(neighbours.holdsNothing(request.orderId)).toBe(true);
  expect(await orderOf(orders, request.orderId)).toMatchObject({ status: 'CANCELLED' });
});

test('a no that comes after more was done once takes back all of it', async () => {
  const request = aRequest();
  neighbours.loseAnswer('charge');
  await expect(place(request)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect(neighbours.payments.has(request.orderId)).toBe(true);
  neighbours.refuse('allocate', new DomainError('OUT_OF_STOCK', 'None are left', { available: 0 }));
  await resume(request);
  expect(await sagaOf(request)).toBe('UNDONE');
  expect(neighbours.holdsNothing(request.orderId)).toBe(true);
  await expect(place(request)).rejects.toMatchObject({ code: 'OUT_OF_STOCK' });
});

test('an order that is paid before its saga knows of the payment is not given up, however long that takes', async () => {
  const request = aRequest();
  neighbours.loseAnswer('charge');
  neighbours.refuse('charge', new Error('nobody is there'));
  await expect(place(request)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await when(PaymentCaptured, captureOf(await orderOf(orders, request.orderId)));
  await orders.sql.query('update checkout_saga set deadline_at = now() where id = $1', [request.orderId]);
  neighbours.peace();
  await resume(request);
  expect(await sagaOf(request)).toBe('DONE');
  const paymentId = neighbours.payments.get(request.orderId);
  expect(await orderOf(orders, request.orderId)).toMatchObject({ status: 'CONFIRMED', paymentId });
  expect(neighbours.allocated.has(request.orderId)).toBe(true);
});

test('a no for an order that is paid is told to nobody, since a checkout that hears of it would open its cart again', async () => {
  const request = aRequest();
  neighbours.loseAnswer('charge');
  await expect(place(request)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await when(PaymentCaptured, captureOf(await orderOf(orders, request.orderId)));
  neighbours.refuse('allocate', new DomainError('OUT_OF_STOCK', 'None are left', { available: 0 }));
  await orders.sql.query('update checkout_saga set next_try_at = now() where id = $1', [request.orderId]);
  await expect(place(request)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect(await orderOf(orders, request.orderId)).toMatchObject({ status: 'CONFIRMED' });
  neighbours.peace();
  await resume(request);
  expect(await place(request)).toEqual({ orderId: request.orderId, paymentId: neighbours.payments.get(request.orderId) });
});
