import { expect, test } from '@jest/globals';
import { AccountStatementDocument, RefundPaymentDocument, StatementOfDocument } from '@stoa/schema/generated/operations/e2e';
import { buy, type CheckedOut } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let admin: Client;
let buyer: Person;
let seller: Person;
let first: CheckedOut;
let second: CheckedOut;

inOneShop(async (opened) => {
  shop = opened;
  [admin, buyer, seller] = await Promise.all([shop.admin(), aBuyer(shop), aSeller(shop)]);
  const { variantId } = await goods(seller, 'Brass lamp', 4_000, 10);
  first = await buy(shop, buyer, variantId);
  await listed(1);
  second = await buy(shop, buyer, variantId, 2);
  await listed(2);
  await admin.ask(RefundPaymentDocument, {
    input: { paymentId: first.payment.id, amount: { amountMinor: 1_000, currency: 'USD' }, idempotencyKey: crypto.randomUUID() },
  });
  await listed(3);
});

/** Payments are posted each by itself, so one that is to stand before another is waited for. */
const listed = (count: number) => until(`${count} lines are in the books`, async () => (await statement()).lines.totalCount === count);

const statement = async (page: { first?: number; after?: string | null } = {}) =>
  (await seller.ask(StatementOfDocument, { id: seller.sellerId!, ...page })).seller!.statement!;

test('a seller reads what they earned and gave back, order by order, and it adds up', async () => {
  const seen = await statement();
  expect(seen).toMatchObject({
    openingBalance: { amountMinor: 0 },
    credits: { amountMinor: 10_800 },
    debits: { amountMinor: 900 },
    closingBalance: { amountMinor: 9_900 },
  });
  expect(
    seen.lines.nodes.map(({ kind, orderNumber, amount, balance }) => [kind, orderNumber, amount.amountMinor, balance.amountMinor]),
  ).toEqual([
    ['CAPTURE', first.order.number, 3_600, 3_600],
    ['CAPTURE', second.order.number, 7_200, 10_800],
    ['REFUND', first.order.number, -900, 9_900],
  ]);
  const page = await statement({ first: 2 });
  expect(page.lines.pageInfo.hasNextPage).toBe(true);
  const rest = await statement({ first: 2, after: page.lines.pageInfo.endCursor! });
  expect(rest.lines.nodes.map(({ balance }) => balance.amountMinor)).toEqual([9_900]);
  await everythingAgrees(shop);
});

test('a statement is read as a table and as a PDF, by the address that its seller was given', async () => {
  const { seller: seen } = await seller.ask<{ seller: { statement: { csvUrl: string; pdfUrl: string } } }>(
    'query ($id: ID!) { seller(id: $id) { statement { csvUrl pdfUrl } } }',
    { id: seller.sellerId },
  );
  const table = await fetch(seen.statement.csvUrl);
  expect([table.status, table.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  const amounts = (await table.text())
    .trimEnd()
    .split('\r\n')
    .map((row) => row.split(',').slice(3, 6));
  expect(amounts.slice(1)).toEqual([
    ['', '', '0.00'],
    [first.order.number, '36.00', '36.00'],
    [second.order.number, '72.00', '108.00'],
    [first.order.number, '-9.00', '99.00'],
    ['', '', '99.00'],
  ]);
  const paper = Buffer.from(await (await fetch(seen.statement.pdfUrl)).arrayBuffer());
  expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
  expect((await fetch(seen.statement.csvUrl.replace('.csv', '.pdf'))).status).toBe(404);
});

test('an administrator reads the statement of any account, and it ends with what is stored', async () => {
  for (const code of ['PLATFORM_REVENUE', 'BUYER_EXTERNAL', `SELLER_PAYABLE_${seller.sellerId}`]) {
    const { ledgerAccounts } = await admin.ask(AccountStatementDocument, { code });
    const { balance, statement: of } = ledgerAccounts.nodes[0]!;
    expect(of!.closingBalance).toEqual(balance);
    expect(of!.openingBalance.amountMinor + of!.credits.amountMinor - of!.debits.amountMinor).toBe(balance!.amountMinor);
    expect(of!.lines.nodes.at(-1)!.balance).toEqual(balance);
  }
});

test('a statement is nobody else’s to read', async () => {
  const other = await aSeller(shop);
  const seen = await other.send(StatementOfDocument, { id: seller.sellerId! });
  expect(seen.data?.seller).toMatchObject({ statement: null });
  expect((await other.refusal(AccountStatementDocument, { code: `SELLER_PAYABLE_${seller.sellerId}` })).code).toBe('FORBIDDEN');
});
