import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aBuyer, anAdmin, startTestSubgraph, statementsDuring, type TestSubgraph } from '@stoa/kit/testing';
import { startStripeSandbox } from '@stoa/sandbox/index';
import manifest from '../index.ts';
import { aCapturedPayment, anOpenPayment, StripeAtHand } from '../testing/given-payment.ts';
import type { Payment } from './payment.entity.ts';

let stripe: StripeAtHand;
let payments: TestSubgraph;
let open: Payment;
let captured: Payment;
let another: Payment;
beforeAll(async () => {
  stripe = await StripeAtHand.start(startStripeSandbox);
  payments = await startTestSubgraph(manifest, { environment: stripe.environment });
  const buyer = aBuyer();
  open = await anOpenPayment(payments, buyer);
  captured = await aCapturedPayment(payments, stripe, buyer);
  another = await anOpenPayment(payments);
});
afterAll(async () => {
  await payments?.stop();
  await stripe?.close();
});

interface Page {
  readonly payments: { readonly totalCount: number; readonly nodes: { id: string }[] };
}
const LIST = 'query ($filter: PaymentFilter) { payments(filter: $filter) { totalCount nodes { id createdAt } } }';
const listed = async (filter?: object): Promise<string[]> => {
  const { payments: page } = await payments.as(anAdmin(['payments:read'])).query<Page>(LIST, { filter });
  expect(page.totalCount).toBe(page.nodes.length);
  return page.nodes.map(({ id }) => id);
};

test('staff see all payments, the newest first', async () => {
  expect(await listed()).toEqual([another.id, captured.id, open.id]);
});

test('what is asked for of a payment must all be so', async () => {
  const { buyerId, orderId, providerPaymentId } = captured;
  expect(await listed({ buyerId })).toEqual([captured.id, open.id]);
  expect(await listed({ buyerId, status: 'CAPTURED' })).toEqual([captured.id]);
  expect(await listed({ orderId })).toEqual([captured.id]);
  expect(await listed({ providerPaymentId })).toEqual([captured.id]);
  expect(await listed({ provider: 'RAZORPAY' })).toEqual([]);
  expect(await listed({ disputed: true })).toEqual([]);
  expect(await listed({ orderId: 'no id', status: null })).toEqual([]);
});

test('a span is of when payments were made', async () => {
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  expect(await listed({ from: at(-600_000), to: at(600_000) })).toHaveLength(3);
  expect(await listed({ to: at(-600_000) })).toEqual([]);
  expect(await listed({ from: at(600_000) })).toEqual([]);
});

test('a page is one statement, and how many there are another', async () => {
  const statements = (query: string) => statementsDuring(payments, () => payments.as(anAdmin()).query(query));
  expect(await statements('{ payments(first: 2) { nodes { id status amount { amountMinor } } } }')).toHaveLength(1);
  expect(await statements('{ payments(first: 2) { totalCount nodes { id } } }')).toHaveLength(2);
});
