import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import { anAdmin, answering, aSeller, scenarioOn, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { readOrderNumbers } from '@stoa/schema/commands/orders';
import { PaymentCaptured, RefundSucceeded } from '@stoa/schema/events/payments';
import { sellerPayable } from '../account/account-codes.ts';
import { openAccounts } from '../account/open-account.ts';
import manifest from '../index.ts';
import { aCapture, type Captured, refundOf } from '../testing/given-postings.ts';
import { PayoutsAtHand } from '../testing/payouts-at-hand.ts';
import { balanceAt } from './balance-at.ts';
import { closeDays } from './close-days.job.ts';

let ledger: TestSubgraph;
beforeAll(async () => {
  const numbers = answering(readOrderNumbers, ({ orderIds }) => ({
    orders: orderIds.map((orderId) => ({ orderId, number: `ST-${orderId}` })),
  }));
  ledger = await startTestSubgraph(manifest, { commands: [...new PayoutsAtHand().commands, numbers] });
});
afterAll(() => ledger?.stop());

const { when } = scenarioOn(() => ledger);

interface Seen {
  readonly openingBalance: { amountMinor: number };
  readonly closingBalance: { amountMinor: number };
  readonly credits: { amountMinor: number };
  readonly debits: { amountMinor: number };
  readonly lines: {
    readonly totalCount: number;
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
    readonly nodes: readonly {
      readonly kind: string;
      readonly reference: string;
      readonly orderNumber: string | null;
      readonly amount: { amountMinor: number };
      readonly balance: { amountMinor: number };
    }[];
  };
}
const STATEMENT = `{ openingBalance { amountMinor } closingBalance { amountMinor } credits { amountMinor } debits { amountMinor }
  lines(first: $first, after: $after) { totalCount pageInfo { endCursor hasNextPage }
    nodes { kind reference orderNumber amount { amountMinor } balance { amountMinor } } } }`;
interface Asked {
  readonly from: string;
  readonly to: string;
  readonly first?: number;
  readonly after?: string | null;
}
const ALL: Asked = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };

async function statement(viewer: Viewer, sellerId: string, { first = 20, after = null, ...period }: Asked = ALL): Promise<Seen> {
  const text = `query ($id: ID!, $from: DateTime!, $to: DateTime!, $first: Int!, $after: String) {
    _entities(representations: [{ __typename: "Seller", id: $id }]) { ... on Seller { statement(from: $from, to: $to) ${STATEMENT} } } }`;
  const answer = await ledger.as(viewer).query<{ _entities: [{ statement: Seen }] }>(text, { id: sellerId, ...period, first, after });
  return answer._entities[0].statement;
}

/** Somebody who sold for 7,200, and has nothing else. */
async function anEarner(): Promise<{ seller: Viewer; captured: Captured }> {
  const captured = aCapture();
  await when(PaymentCaptured, captured);
  return { seller: { ...aSeller(), sellerId: captured.split[0]!.sellerId }, captured };
}

test('a statement lists what was posted, each with the order’s number and the balance after it', async () => {
  const { seller, captured } = await anEarner();
  const refund = refundOf(captured);
  await when(RefundSucceeded, refund);
  const seen = await statement(seller, seller.sellerId!);
  expect(seen).toMatchObject({
    openingBalance: { amountMinor: 0 },
    closingBalance: { amountMinor: 0 },
    credits: { amountMinor: 7_200 },
    debits: { amountMinor: 7_200 },
  });
  const orderNumber = `ST-${captured.orderId}`;
  expect(seen.lines.nodes).toEqual([
    { kind: 'CAPTURE', reference: captured.paymentId, orderNumber, amount: { amountMinor: 7_200 }, balance: { amountMinor: 7_200 } },
    { kind: 'REFUND', reference: refund.refundId, orderNumber, amount: { amountMinor: -7_200 }, balance: { amountMinor: 0 } },
  ]);
});

test('pages follow each other without a gap, and the last balance is the closing one', async () => {
  const { seller, captured } = await anEarner();
  for (let count = 0; count < 4; count++) await when(PaymentCaptured, { ...captured, paymentId: newId(), orderId: newId() });
  const balances: number[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const { lines, closingBalance } = await statement(seller, seller.sellerId!, { ...ALL, first: 2, after });
    balances.push(...lines.nodes.map(({ balance }) => balance.amountMinor));
    ({ endCursor: after, hasNextPage: more } = lines.pageInfo);
    expect([lines.totalCount, closingBalance.amountMinor]).toEqual([5, 36_000]);
  }
  expect(balances).toEqual([7_200, 14_400, 21_600, 28_800, 36_000]);
});

/** A book of its own, with postings of 100 to one account on each of some days. */
async function postedOn(days: readonly string[]): Promise<string> {
  const code = sellerPayable(newId());
  await openAccounts(ledger.sql, [code, 'BUYER_EXTERNAL'], 'CHF');
  for (const day of days)
    await ledger.sql.query(
      `with posted as (
         insert into ledger_transaction (id, kind, reference, at) values (gen_random_uuid(), 'CAPTURE', gen_random_uuid()::text, $2) returning id, at
       )
       insert into ledger_entry (id, transaction_id, account_id, direction, amount_minor, currency, position, at)
       select gen_random_uuid(), posted.id, account.id, case code when $1 then 'CREDIT' else 'DEBIT' end, 100, 'CHF', 0, posted.at
       from posted, ledger_account account where account.code in ($1, 'BUYER_EXTERNAL') and currency = 'CHF'`,
      [code, `${day}T12:00:00Z`],
    );
  const [account] = await ledger.sql.query<{ id: string }>('select id from ledger_account where code = $1', [code]);
  return account!.id;
}

test('balances of any moment come from closed days and what was posted since, and are the same as before', async () => {
  const account = await postedOn(['2024-03-01', '2024-03-01', '2024-03-05', '2024-04-01']);
  const moments = [
    '2024-02-01T00:00:00Z',
    '2024-03-01T12:00:00Z',
    '2024-03-02T00:00:00Z',
    '2024-03-05T12:00:00.001Z',
    '2024-05-01T00:00:00Z',
  ];
  const balances = () => Promise.all(moments.map((moment) => balanceAt(ledger.sql, account, new Date(moment))));
  const wanted = [0, 0, 200, 300, 400];
  expect(await balances()).toEqual(wanted);
  await ledger.run(closeDays);
  const closed = () =>
    ledger.sql.query<object>('select day::text, balance_minor::int as balance from closing_balance where account_id = $1 order by day', [
      account,
    ]);
  const days = [
    { day: '2024-03-01', balance: 200 },
    { day: '2024-03-05', balance: 300 },
    { day: '2024-04-01', balance: 400 },
  ];
  expect(await closed()).toEqual(days);
  expect(await balances()).toEqual(wanted);
  await ledger.run(closeDays);
  expect(await closed()).toEqual(days);
  await expect(ledger.sql.query('update closing_balance set balance_minor = 0')).rejects.toThrow('append-only');
});

test('a seller’s statement is theirs and the administrators’, and empty in a currency they never sold in', async () => {
  const { seller } = await anEarner();
  await expect(statement(aSeller(), seller.sellerId!)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect((await statement(anAdmin(), seller.sellerId!)).closingBalance.amountMinor).toBe(7_200);
  const stranger = aSeller();
  expect(await statement(stranger, stranger.sellerId!)).toMatchObject({
    closingBalance: { amountMinor: 0 },
    lines: { nodes: [], totalCount: 0 },
  });
  await expect(statement(seller, seller.sellerId!, { from: ALL.to, to: ALL.from })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});
