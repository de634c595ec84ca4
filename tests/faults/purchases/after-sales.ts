import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refused } from './graph.ts';
import type { Seeded } from './seeded.ts';
import type { CheckedOut, Person } from './shopping.ts';
import type { Tally } from './tally.ts';

const CANCEL = 'mutation ($id: ID!) { cancelOrder(id: $id, reason: "No longer wanted") { status } }';
const REFUND = 'mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { id status } }';
const PARCELS =
  'query ($id: ID!) { seller(id: $id) { shipments(first: 10, status: PENDING, provisional: false) { nodes { id orderNumber } } } }';
const PROCESS = 'mutation ($id: ID!) { processShipment(id: $id) { status } }';
const SHIP = 'mutation ($id: ID!, $input: ShipShipmentInput!) { shipShipment(id: $id, input: $input) { status } }';
const WITHDRAW = 'mutation ($id: ID!) { cancelShipment(id: $id) { status } }';
const ONBOARD = 'mutation { startPayoutOnboarding { url } }';
const PAYOUT = 'mutation ($amount: MoneyInput!, $key: String!) { requestPayout(amount: $amount, idempotencyKey: $key) { id } }';

const PAUSE_MS = 400;

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });

/** The answer, or null where it was refused for good: it was too late, or too early. */
async function orRefused<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** Some buyers think better of what they have just paid for, and some get a part of their money back. */
export async function thinkBetter(
  buyer: Person,
  admin: Person,
  { order, payment }: CheckedOut,
  random: Seeded,
  tally: Tally,
): Promise<void> {
  if (random.chance(0.12)) {
    const cancelled = await orRefused(buyer.patiently(CANCEL, { id: order.id }));
    if (cancelled) tally.cancelled.add(order.id);
  } else if (random.chance(0.15)) {
    const amount = usd(1 + random.below(Math.floor(payment.amount.amountMinor / 2)));
    const input = { paymentId: payment.id, amount, idempotencyKey: randomUUID() };
    // The same wish twice is one refund; how much went back is looked at by the invariants.
    if (await orRefused(admin.patiently(REFUND, { input }))) await orRefused(admin.patiently(REFUND, { input }));
    tally.refundsAsked += 1;
  }
}

/** The provider learns who a seller is, so that they can be paid. */
export async function introduce(seller: Person): Promise<void> {
  const { startPayoutOnboarding } = await seller.patiently<{ startPayoutOnboarding: { url: string } }>(ONBOARD, {});
  const outcome = new URLSearchParams({ outcome: 'complete' });
  await seller.until(() => fetch(startPayoutOnboarding.url, { method: 'POST', body: outcome, redirect: 'manual' }));
}

/** A seller sends most parcels, cannot send some, and takes money out now and then, until the shop closes. */
export async function trade(seller: Person, random: Seeded, tally: Tally, closed: AbortSignal): Promise<void> {
  while (!closed.aborted) {
    const found = await orRefused(
      seller.patiently<{ seller: { shipments: { nodes: { id: string; orderNumber: string }[] } } }>(PARCELS, { id: seller.sellerId }),
    );
    for (const { id, orderNumber } of found?.seller.shipments.nodes ?? []) {
      if (closed.aborted) return;
      if (random.chance(0.1)) {
        tally.withdrawn.add(orderNumber);
        await orRefused(seller.patiently(WITHDRAW, { id }));
      } else if (random.chance(0.4)) {
        await orRefused(seller.patiently(PROCESS, { id }));
        await orRefused(seller.patiently(SHIP, { id, input: { carrier: 'UPS', trackingNumber: randomUUID() } }));
      }
    }
    if (random.chance(0.2)) await takeOut(seller, random, tally);
    await sleep(PAUSE_MS, undefined, { signal: closed }).catch(() => undefined);
  }
}

async function takeOut(seller: Person, random: Seeded, tally: Tally): Promise<void> {
  const wish = { amount: usd(100 + random.below(900)), key: randomUUID() };
  const first = await orRefused(seller.patiently<{ requestPayout: { id: string } }>(PAYOUT, wish));
  if (!first) return;
  tally.payoutsAsked += 1;
  const again = await orRefused(seller.patiently<{ requestPayout: { id: string } }>(PAYOUT, wish));
  if (again && again.requestPayout.id !== first.requestPayout.id)
    tally.violations.push({ invariant: 'one payout for a key', what: `${first.requestPayout.id} and ${again.requestPayout.id}` });
}
