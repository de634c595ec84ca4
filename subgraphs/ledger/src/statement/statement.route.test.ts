import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { answering, aSeller, scenarioOn, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { readOrderNumbers } from '@stoa/schema/commands/orders';
import { PaymentCaptured, RefundSucceeded } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import { aCapture, refundOf } from '../testing/given-postings.ts';
import { PayoutsAtHand } from '../testing/payouts-at-hand.ts';

let ledger: TestSubgraph;
beforeAll(async () => {
  // Somebody calls their order a formula.
  const numbers = answering(readOrderNumbers, ({ orderIds }) => ({ orders: orderIds.map((orderId) => ({ orderId, number: '=1+1' })) }));
  ledger = await startTestSubgraph(manifest, { commands: [...new PayoutsAtHand().commands, numbers] });
});
afterAll(() => ledger?.stop());

const { when } = scenarioOn(() => ledger);

interface Addresses {
  readonly csvUrl: string | null;
  readonly pdfUrl: string | null;
}
const ADDRESSES = `query ($id: ID!) { _entities(representations: [{ __typename: "Seller", id: $id }]) {
  ... on Seller { statement(from: "2020-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z") { csvUrl pdfUrl } } } }`;
const addresses = async (seller: Viewer): Promise<Addresses> =>
  (await ledger.as(seller).query<{ _entities: [{ statement: Addresses }] }>(ADDRESSES, { id: seller.sellerId }))._entities[0].statement;

const get = (address: string) => {
  const { pathname: path, searchParams: query } = new URL(address);
  const request = { method: 'GET', path, query, headers: {}, body: new Uint8Array() };
  return ledger.domain.route(request, { kind: 'anonymous' } as Viewer, '00-00000000000000000000000000000001-0000000000000001-00');
};

/** Somebody who has sold something and given some of it back. */
async function anEarner(): Promise<Viewer> {
  const captured = aCapture();
  await when(PaymentCaptured, captured);
  await when(RefundSucceeded, refundOf(captured));
  return { ...aSeller(), sellerId: captured.split[0]!.sellerId };
}

test('a statement is a table that adds up, in which nothing is a formula', async () => {
  const { csvUrl } = await addresses(await anEarner());
  const { status, headers, body } = await get(csvUrl!);
  expect({ status, headers }).toMatchObject({ status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' } });
  const rows = String(body)
    .trimEnd()
    .split('\r\n')
    .map((row) => row.split(','));
  expect(rows[0]).toEqual(['Date', 'Kind', 'Reference', 'Order', 'Amount', 'Balance', 'Currency']);
  expect(rows.slice(1).map(([, kind, , order, amount, balance]) => [kind, order, amount, balance])).toEqual([
    ['OPENING_BALANCE', '', '', '0.00'],
    ['CAPTURE', "'=1+1", '72.00', '72.00'],
    ['REFUND', "'=1+1", '-72.00', '0.00'],
    ['CLOSING_BALANCE', '', '', '0.00'],
  ]);
});

test('it is a PDF, too, of the same bytes each time', async () => {
  const { pdfUrl } = await addresses(await anEarner());
  const [one, again] = [await get(pdfUrl!), await get(pdfUrl!)];
  expect([one.status, one.headers!['content-type']]).toEqual([200, 'application/pdf']);
  expect(Buffer.from(one.body!).subarray(0, 5).toString()).toBe('%PDF-');
  expect(Buffer.from(again.body!).equals(Buffer.from(one.body!))).toBe(true);
});

test('an address is good for what it was given for, and for some minutes', async () => {
  const [mine, others] = [await addresses(await anEarner()), await addresses(await anEarner())];
  const url = new URL(mine.csvUrl!);
  const changed = (change: (url: URL) => void): string => {
    const other = new URL(url);
    change(other);
    return other.href;
  };
  const wrong = [
    changed((other) => (other.pathname = new URL(others.csvUrl!).pathname)),
    changed((other) => (other.pathname = other.pathname.replace('.csv', '.pdf'))),
    changed((other) => other.searchParams.set('from', '2019-01-01T00:00:00.000Z')),
    changed((other) => other.searchParams.delete('signature')),
  ];
  for (const address of wrong) expect((await get(address)).status).toBe(404);
  const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 301_000);
  expect((await get(url.href)).status).toBe(404);
  clock.mockRestore();
});

test('where nothing was ever posted there is nothing to read', async () => {
  expect(await addresses(aSeller())).toEqual({ csvUrl: null, pdfUrl: null });
});
