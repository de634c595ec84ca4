import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import {
  aBuyer,
  anAdmin,
  aSeller,
  openTransaction,
  scenarioOn,
  startTestSubgraph,
  type TestSubgraph,
  untilWaiting,
} from '@stoa/kit/testing';
import { DeliveryAcknowledged } from '@stoa/schema/events/fulfillment';
import { PayoutUpdated } from '@stoa/schema/events/ledger';
import { RefundRequested } from '@stoa/schema/events/orders';
import { PaymentCaptured, RefundSucceeded } from '@stoa/schema/events/payments';
import { sellerPayable } from '../account/account-codes.ts';
import manifest from '../index.ts';
import { aCapture, balanceOf, type Captured, refundOf } from '../testing/given-postings.ts';
import { PayoutsAtHand } from '../testing/payouts-at-hand.ts';
import { settlePayouts } from './settle-payouts.job.ts';

let neighbours: PayoutsAtHand;
let ledger: TestSubgraph;
beforeAll(async () => {
  neighbours = new PayoutsAtHand();
  ledger = await startTestSubgraph(manifest, { commands: neighbours.commands });
});
beforeEach(() => void Object.assign(neighbours, { refusal: null, losesAnswers: false }));
afterAll(() => ledger?.stop());

const { when } = scenarioOn(() => ledger);

const REQUEST = `mutation ($amount: MoneyInput!, $key: String!) {
  requestPayout(amount: $amount, idempotencyKey: $key) { id status failureCode amount { amountMinor } } }`;
interface Seen {
  readonly id: string;
  readonly status: string;
  readonly failureCode: string | null;
}
const payout = async (viewer: Viewer, amountMinor: number, key = newId(), currency = 'USD'): Promise<Seen> =>
  (await ledger.as(viewer).query<{ requestPayout: Seen }>(REQUEST, { amount: { amountMinor, currency }, key })).requestPayout;
const available = async (viewer: Viewer): Promise<number> => {
  const text =
    'query ($id: ID!) { _entities(representations: [{ __typename: "Seller", id: $id }]) { ... on Seller { availableForPayout { amountMinor } } } }';
  const {
    _entities: [seller],
  } = await ledger.as(viewer).query<{ _entities: [{ availableForPayout: { amountMinor: number } }] }>(text, { id: viewer.sellerId });
  return seller.availableForPayout.amountMinor;
};
const owed = async ({ sellerId }: Viewer): Promise<number> => (await balanceOf(ledger, sellerPayable(sellerId!), 'USD')) ?? 0;
const waiting = () => balanceOf(ledger, 'PAYOUTS_CLEARING', 'USD');

const acknowledge = ({ orderId }: Captured, { sellerId }: Viewer) =>
  when(DeliveryAcknowledged, { shipmentId: newId(), orderId, sellerId: sellerId! });

/** A seller who has earned 7,200 with an order; what came of it is said by the buyer. */
async function anEarner(acknowledged = true): Promise<{ seller: Viewer; captured: Captured }> {
  const captured = aCapture('USD');
  const seller = { ...aSeller(), sellerId: captured.split[0]!.sellerId };
  await when(PaymentCaptured, captured);
  if (acknowledged) await acknowledge(captured, seller);
  return { seller, captured };
}

test('what is earned is held until the buyer has said that it came, or for fourteen days', async () => {
  const { seller, captured } = await anEarner(false);
  expect([await owed(seller), await available(seller)]).toEqual([7_200, 0]);
  await expect(payout(seller, 1)).rejects.toMatchObject({ code: 'BALANCE_TOO_LOW', details: { available: { amountMinor: 0 } } });
  await acknowledge(captured, seller);
  expect(await available(seller)).toBe(7_200);
  const { seller: other, captured: older } = await anEarner(false);
  await ledger.sql.query(`update held_share set release_at = release_at - interval '13 days' where order_id = $1`, [older.orderId]);
  expect(await available(other)).toBe(0);
  await ledger.sql.query(`update held_share set release_at = release_at - interval '1 day' where order_id = $1`, [older.orderId]);
  expect(await available(other)).toBe(7_200);
});

test('what an ended order earned is paid to nobody, since it is to go back, whatever hinders that', async () => {
  const captured = aCapture();
  const seller = { ...aSeller(), sellerId: captured.split[0]!.sellerId };
  const ended = { orderId: captured.orderId, reason: 'It had ended' };
  expect(await ledger.deliver(RefundRequested, ended)).toMatchObject({ outcome: 'retry' });
  await when(PaymentCaptured, captured);
  await when(RefundRequested, ended);
  await acknowledge(captured, seller);
  await ledger.sql.query(`update held_share set release_at = release_at - interval '15 days' where order_id = $1`, [captured.orderId]);
  expect([await owed(seller), await available(seller)]).toEqual([7_200, 0]);
  await when(RefundSucceeded, refundOf(captured));
  expect([await owed(seller), await available(seller)]).toEqual([0, 0]);
});

test('dinars are paid out to the last ten fils, since no provider sends less; the rest waits for more', async () => {
  const captured = aCapture('KWD');
  captured.split[0]!.feeMinor += 5;
  const seller = { ...aSeller(), sellerId: captured.split[0]!.sellerId };
  await when(PaymentCaptured, captured);
  await acknowledge(captured, seller);
  await expect(payout(seller, 7_195, newId(), 'KWD')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  await expect(payout(seller, 7_200, newId(), 'KWD')).rejects.toMatchObject({
    code: 'BALANCE_TOO_LOW',
    details: { available: { amountMinor: 7_190, currency: 'KWD' } },
  });
  expect(await payout(seller, 7_190, newId(), 'KWD')).toMatchObject({ status: 'PAID' });
  expect(await balanceOf(ledger, sellerPayable(seller.sellerId!), 'KWD')).toBe(5);
});

test('a payout leaves the balance, is sent, and stands in the books', async () => {
  const { seller } = await anEarner();
  const paid = await payout(seller, 7_000);
  expect(paid).toMatchObject({ status: 'PAID', amount: { amountMinor: 7_000 } });
  expect(neighbours.sent.get(paid.id)).toBe(7_000);
  expect([await owed(seller), await available(seller), await waiting()]).toEqual([200, 200, 0]);
  const told = (await ledger.emitted(PayoutUpdated)).filter(({ payoutId }) => payoutId === paid.id);
  expect(told.map(({ status }) => status)).toEqual(['PENDING', 'PAID']);
});

test('the same key is one payout; with another amount it is a conflict', async () => {
  const { seller } = await anEarner();
  const key = newId();
  const ids = (await Promise.all([1, 2, 3, 4].map(() => payout(seller, 3_000, key)))).map(({ id }) => id);
  expect(new Set(ids).size).toBe(1);
  await expect(payout(seller, 3_001, key)).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  expect(await owed(seller)).toBe(4_200);
});

test('twenty who want all of it at once get it once', async () => {
  const { seller } = await anEarner();
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => payout(seller, 7_200)));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'BALANCE_TOO_LOW' });
  expect(await owed(seller)).toBe(0);
});

test('what the provider refuses is back in the balance', async () => {
  const { seller } = await anEarner();
  neighbours.refusal = 'balance_insufficient';
  expect(await payout(seller, 7_200)).toMatchObject({ status: 'FAILED', failureCode: 'balance_insufficient' });
  expect([await owed(seller), await waiting()]).toEqual([7_200, 0]);
  neighbours.refusal = null;
  expect(await payout(seller, 7_200)).toMatchObject({ status: 'PAID' });
});

test('a payout whose answer is lost waits out of the balance, and is settled once', async () => {
  const { seller } = await anEarner();
  neighbours.losesAnswers = true;
  const key = newId();
  const { id, status } = await payout(seller, 7_200, key);
  expect([status, await owed(seller), await waiting()]).toEqual(['PENDING', 0, 7_200]);
  neighbours.losesAnswers = false;
  await ledger.sql.query('update payout set next_try_at = now() where id = $1', [id]);
  await Promise.all([ledger.run(settlePayouts), ledger.run(settlePayouts)]);
  expect(await payout(seller, 7_200, key)).toMatchObject({ id, status: 'PAID' });
  expect([await owed(seller), await waiting()]).toEqual([0, 0]);
});

test('a refund after the payout is owed by the seller, and the next sale pays it first', async () => {
  const { seller, captured } = await anEarner();
  await payout(seller, 7_200);
  await when(RefundSucceeded, refundOf(captured));
  expect([await owed(seller), await available(seller)]).toEqual([-7_200, 0]);
  await expect(payout(seller, 1)).rejects.toMatchObject({ code: 'BALANCE_TOO_LOW' });
});

test('what goes back to a buyer is not held for their seller any more', async () => {
  const { seller, captured } = await anEarner(false);
  const refund = refundOf(captured);
  await when(RefundSucceeded, refund);
  await when(RefundSucceeded, refund);
  const [share] = await ledger.sql.query<{ amount: string }>(
    'select amount_minor as amount from held_share where order_id = $1 and seller_id = $2',
    [captured.orderId, seller.sellerId],
  );
  expect(Number(share!.amount)).toBe(0);
});

test('whom the provider does not know yet is not paid, and nobody else is a seller', async () => {
  const { seller } = await anEarner();
  neighbours.unknown.add(seller.sellerId!);
  await expect(payout(seller, 100)).rejects.toMatchObject({ code: 'PAYOUTS_NOT_ENABLED' });
  await expect(payout(aBuyer(), 100)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(payout(anAdmin(), 100)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  for (const amountMinor of [0, -100]) await expect(payout(seller, amountMinor)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  expect(await owed(seller)).toBe(7_200);
});

test('nothing is paid out to who may not sell, and what they earned waits for them', async () => {
  const { seller } = await anEarner();
  neighbours.suspended.add(seller.sellerId!);
  await expect(payout(seller, 100)).rejects.toMatchObject({ code: 'PAYOUTS_HELD' });
  expect(await owed(seller)).toBe(7_200);
  neighbours.suspended.delete(seller.sellerId!);
  expect(await payout(seller, 7_200)).toMatchObject({ status: 'PAID' });
});

test('an acknowledgement of an order that is not in the books yet is looked at again', async () => {
  const captured = aCapture('USD');
  const seller = { ...aSeller(), sellerId: captured.split[0]!.sellerId };
  const news = { shipmentId: newId(), orderId: captured.orderId, sellerId: seller.sellerId! };
  expect(await ledger.deliver(DeliveryAcknowledged, news)).toMatchObject({ outcome: 'retry' });
  await when(PaymentCaptured, captured);
  await acknowledge(captured, seller);
  expect(await available(seller)).toBe(7_200);
});

test('an acknowledgement that comes at the very moment at which its order is posted is not lost', async () => {
  const captured = aCapture('USD');
  const seller = { ...aSeller(), sellerId: captured.split[0]!.sellerId };
  const { orderId } = captured;
  const posting = await openTransaction(ledger, async (sql) => {
    await sql.query('lock table ledger_transaction in access exclusive mode');
    await sql.query(`insert into ledger_transaction (id, kind, reference, order_id) values ($1, 'CAPTURE', $2, $3)`, [
      newId(),
      newId(),
      orderId,
    ]);
    await sql.query(
      `insert into held_share (order_id, seller_id, currency, amount_minor, release_at) values ($1, $2, 'USD', 7200, now() + interval '1 day')`,
      [orderId, seller.sellerId],
    );
  });
  const acknowledged = acknowledge(captured, seller);
  await untilWaiting(ledger, 1);
  await posting.commit();
  await acknowledged;
  expect(await ledger.sql.query('select 1 from held_share where order_id = $1 and release_at > now()', [orderId])).toEqual([]);
});

test('the same key for two currencies at once is one payout and one conflict', async () => {
  const captured = aCapture('USD');
  const seller = { ...aSeller(), sellerId: captured.split[0]!.sellerId };
  const inEuros = { ...aCapture('EUR'), split: captured.split };
  for (const each of [captured, inEuros]) {
    await when(PaymentCaptured, each);
    await acknowledge(each, seller);
  }
  // Both have looked for the key before either of them writes it.
  const between = await openTransaction(ledger, (sql) => sql.query('lock table payout in share mode'));
  const key = newId();
  const asked = Promise.allSettled([payout(seller, 100, key, 'USD'), payout(seller, 100, key, 'EUR')]);
  await untilWaiting(ledger, 2);
  await between.commit();
  const answers = await asked;
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(answers.find((answer) => answer.status === 'rejected')).toMatchObject({ reason: { code: 'IDEMPOTENCY_CONFLICT' } });
});
