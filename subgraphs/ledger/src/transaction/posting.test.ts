import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { anAdmin, scenarioOn, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { TransactionPosted } from '@stoa/schema/events/ledger';
import { PaymentCaptured, RefundSucceeded } from '@stoa/schema/events/payments';
import { sellerPayable } from '../account/account-codes.ts';
import manifest from '../index.ts';
import { aCapture, balanceOf, type Captured, refundOf } from '../testing/given-postings.ts';

let ledger: TestSubgraph;
beforeAll(async () => {
  ledger = await startTestSubgraph(manifest);
});
afterAll(async () => {
  const { trialBalance } = await ledger
    .as(anAdmin())
    .query<{ trialBalance: { balanced: boolean } }>('{ trialBalance { balanced debits { amountMinor } } }');
  await ledger.stop();
  expect(trialBalance).toMatchObject({ balanced: true });
});

const { when, then } = scenarioOn(() => ledger);

const payables = ({ split, amount }: Captured) =>
  Promise.all(split.map(({ sellerId }) => balanceOf(ledger, sellerPayable(sellerId), amount.currency)));
const platform = (currency: string) =>
  Promise.all(['BUYER_EXTERNAL', 'STRIPE_CLEARING', 'PLATFORM_REVENUE'].map((code) => balanceOf(ledger, code, currency)));

test('the golden case: 10,000 are 7,200 and 1,800 for two sellers, 1,000 for the platform, and the clearing account is empty', async () => {
  const captured = aCapture('EUR');
  await when(PaymentCaptured, captured);
  expect(await payables(captured)).toEqual([7_200, 1_800]);
  expect(await platform('EUR')).toEqual([-10_000, 0, 1_000]);
  await then.emitted(TransactionPosted, { kind: 'CAPTURE', reference: captured.paymentId });
});

test('a refund in full brings each account of its capture back to zero', async () => {
  const captured = aCapture('GBP');
  await when(PaymentCaptured, captured);
  await when(RefundSucceeded, refundOf(captured));
  expect(await payables(captured)).toEqual([0, 0]);
  expect(await platform('GBP')).toEqual([0, 0, 0]);
});

test('the same payment is posted once, however often and in however many events it is told', async () => {
  const captured = aCapture('CHF');
  const event = ledger.envelope(PaymentCaptured, captured);
  await ledger.deliverEnvelope('payments', event);
  await ledger.deliverEnvelope('payments', event);
  await Promise.all([when(PaymentCaptured, captured), when(PaymentCaptured, captured)]);
  expect(await payables(captured)).toEqual([7_200, 1_800]);
  expect(await ledger.sql.query('select 1 from ledger_transaction where reference = $1', [captured.paymentId])).toHaveLength(1);
});

test('money in another currency has accounts of its own', async () => {
  const captured = aCapture('JPY');
  const inDollars = await platform('USD');
  await when(PaymentCaptured, captured);
  expect(await platform('USD')).toEqual(inDollars);
  expect(await balanceOf(ledger, sellerPayable(captured.split[0]!.sellerId), 'USD')).toBeNull();
  expect(await platform('JPY')).toEqual([-10_000, 0, 1_000]);
});

test.each([
  'update ledger_entry set amount_minor = amount_minor + 1',
  'delete from ledger_entry',
  'truncate ledger_entry',
  "update ledger_transaction set reference = 'another'",
  'delete from ledger_transaction',
  'truncate ledger_transaction cascade',
])('the database refuses: %s', async (statement) => {
  await when(PaymentCaptured, aCapture());
  await expect(ledger.sql.query(statement)).rejects.toThrow(/append-only/);
});

interface Side {
  readonly direction: 'DEBIT' | 'CREDIT';
  readonly amountMinor: number;
  readonly currency?: string;
}

/** Writes a transaction on one account by hand, past all of our code: each group of sides by a statement of its own. */
async function postByHand(...groups: readonly (readonly Side[])[]): Promise<void> {
  const [account] = await ledger.sql.query<{ id: string }>(`select id from ledger_account where code = 'TAX_PAYABLE' and currency = 'USD'`);
  await ledger.context().transact(async ({ sql }) => {
    const id = newId();
    await sql.query(`insert into ledger_transaction (id, kind, reference) values ($1, 'CAPTURE', $2)`, [id, id]);
    for (const sides of groups)
      await sql.query(
        `insert into ledger_entry (id, transaction_id, account_id, direction, amount_minor, currency, position)
         select gen_random_uuid(), $1, $2, direction, "amountMinor", coalesce(currency, 'USD'), 0
         from jsonb_to_recordset($3) as side (direction text, "amountMinor" bigint, currency text)`,
        [id, account!.id, JSON.stringify(sides)],
      );
  });
}

const debit: Side = { direction: 'DEBIT', amountMinor: 500 };
const credit: Side = { direction: 'CREDIT', amountMinor: 500 };

test.each([
  ['sides differ', [[debit, { ...credit, amountMinor: 499 }]]],
  ['sides are written apart', [[debit], [credit]]],
  ['second statement adds to one side', [[debit, credit], [credit]]],
])('a transaction whose %s is refused, and leaves nothing', async (_what, groups) => {
  const before = await ledger.state();
  await expect(postByHand(...groups)).rejects.toThrow(/does not balance/);
  expect(await ledger.state()).toEqual(before);
});

test('an entry in another currency than its account is refused', async () => {
  const foreign: Side[] = [
    { direction: 'DEBIT', amountMinor: 500, currency: 'EUR' },
    { direction: 'CREDIT', amountMinor: 500, currency: 'EUR' },
  ];
  await expect(postByHand(foreign)).rejects.toThrow(/another currency than its account/);
});

test('a balance cannot be set by hand', async () => {
  const setting = ledger.sql.query(`update ledger_account set balance_minor = balance_minor + 1 where code = 'TAX_PAYABLE'`);
  await expect(setting).rejects.toThrow(/by entries alone/);
});

test('an account cannot be opened with a balance', async () => {
  const opening = ledger.sql.query(`insert into ledger_account (id, code, currency, balance_minor) values ($1, 'A_POCKET', 'USD', 500)`, [
    newId(),
  ]);
  await expect(opening).rejects.toThrow(/by entries alone/);
});
