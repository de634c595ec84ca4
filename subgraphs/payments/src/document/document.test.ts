import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, anAdmin, answering, aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { startStripeSandbox } from '@stoa/sandbox/index';
import { describeSellers, describeUsers } from '@stoa/schema/commands/identity';
import { describeOrders } from '@stoa/schema/commands/orders';
import manifest from '../index.ts';
import type { Payment } from '../payment/payment.entity.ts';
import { aCapturedPayment, anOpenPayment, notifyOfDispute, StripeAtHand } from '../testing/given-payment.ts';
import { issueDocuments } from './issue-documents.job.ts';

const anAddress = { name: 'Ada', line1: 'Example Street 1', city: 'Berlin', postalCode: '10115', country: 'DE' };

let stripe: StripeAtHand;
let payments: TestSubgraph;
beforeAll(async () => {
  stripe = await StripeAtHand.start(startStripeSandbox);
  const commands = [
    answering(describeOrders, ({ orderIds }) => ({
      orders: orderIds.map((orderId) => ({ orderId, number: 'ST-42', shippingAddress: anAddress })),
    })),
    answering(describeUsers, ({ userIds }) => ({ users: userIds.map((userId) => ({ userId, name: 'Ada Buyer' })) })),
    answering(describeSellers, ({ sellerIds }) => ({ sellers: sellerIds.map((sellerId) => ({ sellerId, displayName: 'Lamps & Sons' })) })),
  ];
  payments = await startTestSubgraph(manifest, { environment: stripe.environment, commands });
});
afterAll(async () => {
  await payments?.stop();
  await stripe?.close();
});

interface Seen {
  readonly receipt: { readonly number: string } | null;
  readonly invoices: readonly {
    readonly number: string;
    readonly kind: string;
    readonly cause: string | null;
    readonly total: { readonly amountMinor: number };
    readonly tax: { readonly amountMinor: number };
    readonly lines: readonly { readonly quantity: number; readonly amount: { readonly amountMinor: number } }[];
  }[];
}
const PAPERS = `query ($id: ID!) { payment(id: $id) { receipt { number issuedAt }
  invoices { number kind cause issuedAt total { amountMinor } tax { amountMinor } lines { quantity amount { amountMinor } } } } }`;
const papersOf = async ({ id }: Payment, viewer: Viewer = anAdmin()): Promise<Seen | null> =>
  (await payments.as(viewer).query<{ payment: Seen | null }>(PAPERS, { id })).payment;
const refund = ({ id: paymentId }: Payment, amountMinor: number): Promise<unknown> =>
  payments.as(anAdmin()).query('mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { id } }', {
    input: { paymentId, amount: { amountMinor, currency: 'USD' }, idempotencyKey: newId() },
  });
const YEAR = new Date().getUTCFullYear();

test('what is captured has a receipt and its seller’s invoice, once, and what goes back a credit note', async () => {
  const buyer = aBuyer();
  const payment = await aCapturedPayment(payments, stripe, buyer);
  expect(await papersOf(payment, buyer)).toEqual({ receipt: null, invoices: [] });
  await payments.run(issueDocuments);
  await payments.run(issueDocuments);
  const first = (await papersOf(payment, buyer))!;
  expect(first.receipt!.number).toMatch(new RegExp(`^R-${YEAR}-\\d{6}$`));
  expect(first.invoices).toMatchObject([
    { kind: 'INVOICE', number: `INV-${YEAR}-000001`, total: { amountMinor: 10_000 }, tax: { amountMinor: 0 } },
  ]);
  expect(first.invoices[0]!.lines).toEqual([{ quantity: 1, amount: { amountMinor: 10_000 } }]);
  await refund(payment, 3_000);
  await refund(payment, 2_000);
  await payments.run(issueDocuments);
  const [invoice, ...notes] = (await papersOf(payment, buyer))!.invoices;
  expect(invoice).toEqual(first.invoices[0]);
  expect(notes.map(({ kind, number, total }) => [kind, number, total.amountMinor])).toEqual([
    ['CREDIT_NOTE', `CN-${YEAR}-000001`, 3_000],
    ['CREDIT_NOTE', `CN-${YEAR}-000002`, 2_000],
  ]);
});

test('what a bank keeps has a credit note, and an invoice once the bank has returned it', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const dispute = await stripe.dispute(payment, { amount: 4_000 });
  await stripe.decide(dispute, 'lost');
  await notifyOfDispute(payments, dispute);
  await payments.run(issueDocuments);
  await payments.run(issueDocuments);
  const papers = async () => (await papersOf(payment))!.invoices.map(({ kind, cause, total }) => [kind, cause, total.amountMinor]);
  expect(await papers()).toEqual([
    ['INVOICE', null, 10_000],
    ['CREDIT_NOTE', 'DISPUTE', 4_000],
  ]);
  await stripe.decide(dispute, 'won');
  await notifyOfDispute(payments, dispute);
  await payments.run(issueDocuments);
  expect((await papers()).slice(2)).toEqual([['INVOICE', 'DISPUTE', 4_000]]);
});

test('documents keep whom they are for as they were called that day', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  await payments.run(issueDocuments);
  const [row] = await payments.sql.query(
    `select buyer_name, buyer_address, seller_name from payment_document where kind = 'INVOICE' and reference = $1`,
    [payment.id],
  );
  expect(row).toEqual({ buyer_name: 'Ada Buyer', buyer_address: anAddress, seller_name: 'Lamps & Sons' });
});

test('numbers have no gap, whoever counts at the same time', async () => {
  const captured = await Promise.all([1, 2, 3, 4].map(() => aCapturedPayment(payments, stripe)));
  await Promise.all([1, 2, 3].map(() => payments.run(issueDocuments)));
  const receipts = await payments.sql.query<{ number: string }>(
    `select number from payment_document where kind = 'RECEIPT' order by number`,
  );
  expect(receipts.map(({ number }) => number)).toEqual(receipts.map((_, index) => `R-${YEAR}-${String(index + 1).padStart(6, '0')}`));
  for (const payment of captured) expect((await papersOf(payment))!.invoices).toHaveLength(1);
});

test('numbers go on where they are longer than usual', async () => {
  await payments.sql.query('update document_series set last = 999998 where seller_id = $1 and kind = $2', [
    '00000000-0000-0000-0000-000000000000',
    'RECEIPT',
  ]);
  const captured = [await aCapturedPayment(payments, stripe), await aCapturedPayment(payments, stripe)];
  await payments.run(issueDocuments);
  const numbers = await Promise.all(captured.map(async (payment) => (await papersOf(payment))!.receipt!.number));
  expect(numbers.toSorted()).toEqual([`R-${YEAR}-1000000`, `R-${YEAR}-999999`]);
});

test('nothing is written of what was not captured', async () => {
  const payment = await anOpenPayment(payments);
  await payments.run(issueDocuments);
  expect(await papersOf(payment)).toEqual({ receipt: null, invoices: [] });
});

test('what is written stays as it is', async () => {
  await aCapturedPayment(payments, stripe);
  await payments.run(issueDocuments);
  for (const change of [`update payment_document set number = 'R-1'`, 'delete from payment_document', 'truncate payment_document'])
    await expect(payments.sql.query(change)).rejects.toThrow('append-only');
  await expect(payments.sql.query('update document_series set last = last - 1')).rejects.toThrow('only go up');
});

test('invoices are their buyer’s, their seller’s and the administrators’', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  await payments.run(issueDocuments);
  expect(await papersOf(payment, aBuyer())).toBeNull();
  const text = `query ($id: ID!) { _entities(representations: [{ __typename: "Seller", id: $id }]) {
    ... on Seller { invoices { nodes { number total { amountMinor } } } } } }`;
  const sellerId = payment.split[0]!.sellerId;
  const seen = await payments
    .as({ ...aSeller(), sellerId })
    .query<{ _entities: [{ invoices: { nodes: object[] } }] }>(text, { id: sellerId });
  expect(seen._entities[0].invoices.nodes).toEqual([{ number: `INV-${YEAR}-000001`, total: { amountMinor: 10_000 } }]);
  await expect(payments.as(aSeller()).query(text, { id: sellerId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('a document is read as a PDF by whoever was given its address, until that is over', async () => {
  const buyer = aBuyer();
  const payment = await aCapturedPayment(payments, stripe, buyer);
  await payments.run(issueDocuments);
  const text = 'query ($id: ID!) { payment(id: $id) { receipt { number url } invoices { number url orderNumber } } }';
  const { payment: seen } = await payments.as(buyer).query<{
    payment: { receipt: { number: string; url: string }; invoices: { number: string; url: string; orderNumber: string }[] };
  }>(text, { id: payment.id });
  const get = (address: string) => {
    const { pathname: path, searchParams: query } = new URL(address);
    const request = { method: 'GET', path, query, headers: {}, body: new Uint8Array() };
    return payments.domain.route(request, { kind: 'anonymous' } as Viewer, '00-00000000000000000000000000000001-0000000000000001-00');
  };
  expect(seen.invoices[0]!.orderNumber).toBe('ST-42');
  for (const { number, url } of [seen.receipt, ...seen.invoices]) {
    const { status, headers, body } = await get(url);
    expect({ status, headers }).toEqual({
      status: 200,
      headers: {
        'content-type': 'application/pdf',
        'content-disposition': `inline; filename="${number}.pdf"`,
        'cache-control': 'private, no-store',
      },
    });
    expect(Buffer.from(body!).subarray(0, 5).toString()).toBe('%PDF-');
    expect(Buffer.from((await get(url)).body!).equals(Buffer.from(body!))).toBe(true);
  }
  const [receipt, invoice] = [new URL(seen.receipt.url), new URL(seen.invoices[0]!.url)];
  const changed = (change: (url: URL) => void): string => {
    const url = new URL(receipt);
    change(url);
    return url.href;
  };
  const wrong = [
    changed((url) => url.searchParams.delete('signature')),
    changed((url) => url.searchParams.set('until', String(Number(url.searchParams.get('until')) + 1))),
    changed((url) => url.searchParams.set('signature', invoice.searchParams.get('signature')!)),
    changed((url) => (url.pathname = invoice.pathname)),
    changed((url) => (url.pathname = '/documents/no-id')),
  ];
  for (const address of wrong) expect((await get(address)).status).toBe(404);
  const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 301_000);
  expect((await get(receipt.href)).status).toBe(404);
  clock.mockRestore();
});
