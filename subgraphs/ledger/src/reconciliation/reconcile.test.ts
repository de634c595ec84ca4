import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { anAdmin, answering, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { listMovements } from '@stoa/schema/commands/payments';
import { PaymentCaptured, RefundSucceeded } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import { aCapture, balanceOf, type Captured, refundOf } from '../testing/given-postings.ts';
import { PayoutsAtHand } from '../testing/payouts-at-hand.ts';
import type { Movement } from './compare.ts';
import { reconcileProviders } from './reconcile.job.ts';

const PAGE = 2;

/** What the provider lists, by the day on which it moved. */
let journal: { day: string; movement: Movement }[] = [];
let isDown = false;
let ledger: TestSubgraph;
let today: string;

beforeAll(async () => {
  const payments = answering(listMovements, ({ from, to, after }) => {
    if (isDown) throw new Error('the provider does not answer');
    const inTime = journal.filter(({ day }) => Date.parse(day) >= Date.parse(from) && Date.parse(day) < Date.parse(to));
    const start = Number(after ?? 0);
    const movements = inTime.slice(start, start + PAGE).map(({ movement }) => movement);
    return { movements, next: inTime.length > start + PAGE ? String(start + PAGE) : null };
  });
  ledger = await startTestSubgraph(manifest, { commands: [...new PayoutsAtHand().commands, payments] });
});
afterAll(() => ledger?.stop());

beforeEach(async () => {
  journal = [];
  isDown = false;
  await ledger.sql.query(
    `insert into reconciliation_cursor (provider, next_day, due_at) values ('STRIPE', current_date, now() + interval '9 days'), ('RAZORPAY', current_date, now() + interval '9 days')
     on conflict (provider) do update set due_at = excluded.due_at`,
  );
});

let numbers = 0;
const movementOf = ({ paymentId, amount }: Captured, facts: Partial<Movement> = {}): Movement => {
  return { kind: 'CAPTURE', reference: `ch_${++numbers}`, ours: paymentId, amount, fee: null, ...facts };
};

/** A capture that is in the books. */
async function posted(facts: Partial<Captured> = {}): Promise<Captured> {
  const captured = { ...aCapture('SEK'), ...facts };
  await ledger.deliver(PaymentCaptured, captured);
  const [row] = await ledger.sql.query<{ day: string }>(
    `select (at at time zone 'UTC')::date::text as day from ledger_transaction where reference = $1`,
    [captured.paymentId],
  );
  today = row!.day;
  return captured;
}

const lists = (movement: Movement, day = today): void => void journal.push({ day, movement });
const dayBefore = (day: string, days: number): string => new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);

async function reconcile(provider = 'STRIPE'): Promise<void> {
  await ledger.sql.query('update reconciliation_cursor set next_day = $2, due_at = now() where provider = $1', [provider, today]);
  await ledger.run(reconcileProviders);
}

interface Seen {
  readonly provider: string;
  readonly day: string;
  readonly captured: { readonly amountMinor: number; readonly currency: string };
  readonly capturedAtProvider: { readonly amountMinor: number };
  readonly refundedAtProvider: { readonly amountMinor: number };
  readonly fees: { readonly amountMinor: number };
  readonly differences: readonly { kind: string; what: string; reference: string | null; providerReference: string | null }[];
}

/** What an administrator reads of a provider's day. */
async function reports(provider = 'STRIPE'): Promise<Seen[]> {
  const text = `{ reconciliations(first: 50) { nodes {
    provider day captured { amountMinor currency } capturedAtProvider { amountMinor } refundedAtProvider { amountMinor } fees { amountMinor }
    differences { kind what reference providerReference amount { amountMinor currency } amountAtProvider { amountMinor currency } } } } }`;
  const { reconciliations } = await ledger.as(anAdmin()).query<{ reconciliations: { nodes: Seen[] } }>(text);
  return reconciliations.nodes.filter((seen) => seen.provider === provider && seen.day === today);
}

test('a difference of each kind is found and told, beside what agrees, whatever page it is on', async () => {
  const [agreed, less, other, unlisted] = [await posted(), await posted(), await posted(), await posted()];
  const refund = refundOf(agreed);
  await ledger.deliver(RefundSucceeded, refund);
  lists(movementOf(agreed));
  lists(movementOf(agreed, { kind: 'REFUND', ours: refund.refundId, reference: 're_1' }));
  lists(movementOf(less, { amount: { amountMinor: 9_999, currency: 'SEK' }, reference: 'ch_less' }));
  lists(movementOf(other, { amount: { amountMinor: 10_000, currency: 'NOK' }, reference: 'ch_other' }));
  lists(movementOf(agreed, { kind: 'REFUND', ours: null, reference: 're_made_there', amount: { amountMinor: 5, currency: 'SEK' } }));
  await reconcile();
  const found = (await reports()).flatMap(({ differences }) => differences);
  expect(found.toSorted((one, another) => (one.kind < another.kind ? -1 : 1))).toEqual([
    {
      ...{ kind: 'AMOUNT_DIFFERS', what: 'CAPTURE', reference: less.paymentId, providerReference: 'ch_less' },
      ...{ amount: { amountMinor: 10_000, currency: 'SEK' }, amountAtProvider: { amountMinor: 9_999, currency: 'SEK' } },
    },
    {
      ...{ kind: 'CURRENCY_DIFFERS', what: 'CAPTURE', reference: other.paymentId, providerReference: 'ch_other' },
      ...{ amount: { amountMinor: 10_000, currency: 'SEK' }, amountAtProvider: { amountMinor: 10_000, currency: 'NOK' } },
    },
    {
      ...{ kind: 'MISSING_HERE', what: 'REFUND', reference: null, providerReference: 're_made_there' },
      ...{ amount: null, amountAtProvider: { amountMinor: 5, currency: 'SEK' } },
    },
    {
      ...{ kind: 'MISSING_THERE', what: 'CAPTURE', reference: unlisted.paymentId, providerReference: null },
      ...{ amount: { amountMinor: 10_000, currency: 'SEK' }, amountAtProvider: null },
    },
  ]);
  // Once it is put right, the report says so.
  journal = [];
  for (const captured of [agreed, less, other, unlisted]) lists(movementOf(captured));
  lists(movementOf(agreed, { kind: 'REFUND', ours: refund.refundId }));
  await reconcile();
  expect(await reports()).toMatchObject([
    { captured: { amountMinor: 40_000, currency: 'SEK' }, capturedAtProvider: { amountMinor: 40_000 }, differences: [] },
  ]);
});

test('what moved some days before it was told is on its own day there, and on no list of differences', async () => {
  const late = await posted({ provider: 'RAZORPAY' });
  lists(movementOf(late), dayBefore(today, 2));
  await reconcile('RAZORPAY');
  expect((await reports('RAZORPAY')).flatMap(({ differences }) => differences)).toEqual([]);
});

test('what the provider kept is posted once, and its day told with the fees', async () => {
  const captured = { ...(await posted({ provider: 'RAZORPAY', amount: { amountMinor: 10_000, currency: 'INR' } })) };
  lists(movementOf(captured, { fee: { amountMinor: 236, currency: 'INR' } }));
  const before = (await balanceOf(ledger, 'PROVIDER_FEES', 'INR')) ?? 0;
  await reconcile('RAZORPAY');
  await reconcile('RAZORPAY');
  expect(Math.abs((await balanceOf(ledger, 'PROVIDER_FEES', 'INR'))! - before)).toBe(236);
  const inr = (await reports('RAZORPAY')).find((report) => report.captured.currency === 'INR');
  expect(inr).toMatchObject({ fees: { amountMinor: 236 }, capturedAtProvider: { amountMinor: 10_000 } });
});

test('a day that cannot be compared is tried again in an hour, and days that were missed are made up', async () => {
  await posted();
  const cursor = async () =>
    (
      await ledger.sql.query<{ day: string; later: boolean }>(
        `select next_day::text as day, due_at > now() + interval '50 minutes' as later from reconciliation_cursor where provider = 'STRIPE'`,
      )
    )[0];
  isDown = true;
  const missed = dayBefore(today, 3);
  await ledger.sql.query(`update reconciliation_cursor set next_day = $1, due_at = now() where provider = 'STRIPE'`, [missed]);
  await ledger.run(reconcileProviders);
  expect(await cursor()).toEqual({ day: missed, later: true });
  isDown = false;
  await ledger.sql.query(`update reconciliation_cursor set due_at = now() where provider = 'STRIPE'`);
  await ledger.run(reconcileProviders);
  expect(Date.parse((await cursor())!.day)).toBeGreaterThan(Date.parse(dayBefore(today, 2)));
});
