import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { scenarioOn, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { DeliveryAcknowledged } from '@stoa/schema/events/fulfillment';
import { DisputeUpdated, PaymentCaptured, RefundSucceeded } from '@stoa/schema/events/payments';
import { sellerPayable } from '../account/account-codes.ts';
import manifest from '../index.ts';
import { heldMinor } from '../payout/held-shares.ts';
import { aCapture, balanceOf, type Captured, disputeOf, refundOf } from '../testing/given-postings.ts';
import { PayoutsAtHand } from '../testing/payouts-at-hand.ts';

let ledger: TestSubgraph;
beforeAll(async () => {
  ledger = await startTestSubgraph(manifest, { commands: new PayoutsAtHand().commands });
});
afterAll(() => ledger?.stop());

const { when } = scenarioOn(() => ledger);

/** A capture whose buyer has acknowledged both parcels: 7,200 and 1,800 may be paid out. */
async function delivered(currency = 'USD'): Promise<Captured> {
  const captured = aCapture(currency);
  await when(PaymentCaptured, captured);
  for (const { sellerId } of captured.split) await when(DeliveryAcknowledged, { shipmentId: newId(), orderId: captured.orderId, sellerId });
  return captured;
}
const held = ({ split, amount }: Captured): Promise<number[]> =>
  Promise.all(split.map(({ sellerId }) => heldMinor(ledger.sql, sellerId, amount.currency)));
const owed = ({ split, amount }: Captured): Promise<(number | null)[]> =>
  Promise.all(split.map(({ sellerId }) => balanceOf(ledger, sellerPayable(sellerId), amount.currency)));

test('what a bank contests is held whatever became of the delivery, and free again when it is won', async () => {
  const captured = await delivered();
  expect(await held(captured)).toEqual([0, 0]);
  const opened = disputeOf(captured, 'OPEN');
  await when(DisputeUpdated, opened);
  await when(DisputeUpdated, opened);
  expect(await held(captured)).toEqual([7_200, 1_800]);
  await when(DisputeUpdated, { ...opened, status: 'WON' });
  expect([await held(captured), await owed(captured)]).toEqual([
    [0, 0],
    [7_200, 1_800],
  ]);
});

test('what waits for its delivery and is contested too is held once', async () => {
  const captured = aCapture();
  await when(PaymentCaptured, captured);
  await when(DisputeUpdated, disputeOf(captured, 'OPEN'));
  expect(await held(captured)).toEqual([7_200, 1_800]);
});

test('a dispute that comes to concern less holds less', async () => {
  const captured = await delivered();
  const inquiry = disputeOf(captured, 'INQUIRY');
  await when(DisputeUpdated, inquiry);
  await when(DisputeUpdated, { ...inquiry, split: [captured.split[1]!], amount: { amountMinor: 2_000, currency: 'USD' } });
  expect(await held(captured)).toEqual([0, 1_800]);
});

test('what a bank keeps goes back as a refund does, once, and the fee is the platform’s', async () => {
  const captured = await delivered('EUR');
  const lost = disputeOf(captured, 'LOST');
  await when(DisputeUpdated, { ...lost, status: 'OPEN', fee: null });
  await when(DisputeUpdated, lost);
  await when(DisputeUpdated, lost);
  expect([await held(captured), await owed(captured)]).toEqual([
    [0, 0],
    [0, 0],
  ]);
  const codes = ['BUYER_EXTERNAL', 'STRIPE_CLEARING', 'PLATFORM_REVENUE', 'PROVIDER_FEES', 'PROVIDER_EXTERNAL'];
  expect(await Promise.all(codes.map((code) => balanceOf(ledger, code, 'EUR')))).toEqual([0, 0, 0, -1_500, 1_500]);
  await when(DisputeUpdated, { ...lost, status: 'WON', fee: null });
  expect(await owed(captured)).toEqual([7_200, 1_800]);
  const posted = await ledger.sql.query<{ kind: string }>('select kind from ledger_transaction where reference = $1 order by id', [
    lost.disputeId,
  ]);
  expect(posted.map(({ kind }) => kind)).toEqual(['DISPUTE', 'DISPUTE_FEE', 'DISPUTE_REVERSED']);
});

test('a dispute of what was paid out leaves its seller owing it', async () => {
  const captured = await delivered('GBP');
  await when(RefundSucceeded, refundOf(captured));
  await when(DisputeUpdated, {
    ...disputeOf(captured, 'LOST'),
    split: [captured.split[0]!],
    amount: { amountMinor: 8_000, currency: 'GBP' },
  });
  expect(await owed(captured)).toEqual([-7_200, 0]);
});
