import type Stripe from 'stripe';
import type { MovementPage, ProviderMovement } from './payment-provider.ts';

const PAGE = 100;

/** A page of Stripe's journal: what moved the account's balance in a time, as far as buyers' money goes. */
export async function stripeMovements(stripe: Stripe, from: Date, to: Date, after: string | null): Promise<MovementPage> {
  const created = { gte: Math.floor(from.getTime() / 1_000), lt: Math.floor(to.getTime() / 1_000) };
  const page = { limit: PAGE, expand: ['data.source'], ...(after !== null && { starting_after: after }) };
  const { data, has_more } = await stripe.balanceTransactions.list({ created, ...page });
  return { movements: data.flatMap((moved) => toMovement(moved) ?? []), next: has_more ? data.at(-1)!.id : null };
}

/** Amounts are the buyer's; the fee is in the currency in which the account is kept. */
function toMovement({ source, fee, currency: settled }: Stripe.BalanceTransaction): ProviderMovement | null {
  if (!source || typeof source === 'string' || !(source.object === 'charge' || source.object === 'refund')) return null;
  const { id: reference, amount: amountMinor, currency, payment_intent: intent, metadata } = source;
  return {
    reference,
    kind: source.object === 'charge' ? 'CAPTURE' : 'REFUND',
    ours: (source.object === 'charge' ? metadata?.paymentId : metadata?.refundId) ?? null,
    providerPaymentId: typeof intent === 'string' ? intent : (intent?.id ?? null),
    amount: { amountMinor, currency: currency.toUpperCase() },
    fee: fee > 0 ? { amountMinor: fee, currency: settled.toUpperCase() } : null,
  };
}
