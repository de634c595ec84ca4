import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { SANDBOX_SECRET_KEY } from 'stoa/sandboxes';
import { addToCart, buy, checkOut, orderIs } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import { payByRazorpay } from '../support/razorpay-controls.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let admin: Client;
let buyer: Person;

inOneShop(async (opened) => {
  shop = opened;
  admin = await shop.admin();
  buyer = await aBuyer(shop);
});

interface Report {
  readonly id: string;
  readonly provider: string;
  readonly captured: { readonly amountMinor: number };
  readonly capturedAtProvider: { readonly amountMinor: number };
  readonly refundedAtProvider: { readonly amountMinor: number };
  readonly fees: { readonly amountMinor: number };
  readonly differences: readonly { kind: string; what: string; providerReference: string | null }[];
}

async function reports(): Promise<Report[]> {
  const text = `{ reconciliations(first: 50) { nodes { id provider captured { amountMinor } capturedAtProvider { amountMinor }
    refundedAtProvider { amountMinor } fees { amountMinor } differences { kind what providerReference } } } }`;
  return (await admin.ask<{ reconciliations: { nodes: Report[] } }>(text)).reconciliations.nodes;
}

/** Compares the day of the purchases, which is not over, again. */
async function reconcileNow(): Promise<Report[]> {
  const before = new Set((await reports()).map(({ id }) => id));
  await shop.sql(
    'ledger',
    `update reconciliation_cursor set next_day = (select min(at at time zone 'UTC')::date from ledger_transaction), due_at = now()`,
  );
  shop.wakeJob('ledger', 'reconcileProviders');
  return until('both providers are compared', async () => {
    const fresh = (await reports()).filter(({ id }) => !before.has(id));
    return new Set(fresh.map(({ provider }) => provider)).size === 2 && fresh;
  });
}

test('the books are compared with what both providers list, and what was done behind our back is found', async () => {
  const seller = await aSeller(shop);
  const lamp = await goods(seller, 'Brass lamp', 4_000, 50);
  const byStripe = await buy(shop, buyer, lamp.variantId, 2);
  await addToCart(buyer, lamp.variantId, 1);
  const byRazorpay = await checkOut(buyer, { provider: 'RAZORPAY' });
  await payByRazorpay(shop, byRazorpay);
  await orderIs(buyer, byRazorpay.order.id, 'CONFIRMED');
  const input = { paymentId: byStripe.payment.id, idempotencyKey: randomUUID(), amount: { amountMinor: 1_500, currency: 'USD' } };
  await admin.ask('mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { status } }', { input });
  await everythingAgrees(shop);

  const agreed = await reconcileNow();
  expect(agreed.flatMap(({ differences }) => differences)).toEqual([]);
  const of = (provider: string): Report => agreed.find((report) => report.provider === provider)!;
  expect(of('STRIPE')).toMatchObject({
    captured: { amountMinor: 8_000 },
    capturedAtProvider: { amountMinor: 8_000 },
    refundedAtProvider: { amountMinor: 1_500 },
    fees: { amountMinor: 262 },
  });
  expect(of('RAZORPAY')).toMatchObject({
    captured: { amountMinor: 4_000 },
    capturedAtProvider: { amountMinor: 4_000 },
    fees: { amountMinor: 94 },
  });
  await everythingAgrees(shop);

  // Somebody gives money back in the provider's dashboard.
  const made = await fetch(`${shop.platform.stripe!.url}/v1/refunds`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SANDBOX_SECRET_KEY}` },
    body: new URLSearchParams({ payment_intent: byStripe.payment.providerPaymentId, amount: '700' }),
  });
  const { id: providerReference } = (await made.json()) as { id: string };
  const differing = await reconcileNow();
  expect(differing.flatMap(({ differences }) => differences)).toEqual([{ kind: 'MISSING_HERE', what: 'REFUND', providerReference }]);
});
