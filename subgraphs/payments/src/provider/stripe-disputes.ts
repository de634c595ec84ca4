import type Stripe from 'stripe';
import type { ProviderDispute } from './payment-provider.ts';

const states: Readonly<Record<string, ProviderDispute['state']>> = {
  warning_needs_response: 'INQUIRY',
  warning_under_review: 'INQUIRY',
  warning_closed: 'WON',
  prevented: 'WON',
  won: 'WON',
  lost: 'LOST',
};

export function toDispute(dispute: Stripe.Dispute): ProviderDispute {
  const { id, payment_intent, status, amount, currency, reason, balance_transactions } = dispute;
  const [first] = balance_transactions;
  const feeMinor = balance_transactions.filter((one) => one.currency === first?.currency).reduce((sum, { fee }) => sum + fee, 0);
  return {
    providerDisputeId: id,
    providerPaymentId: typeof payment_intent === 'string' ? payment_intent : (payment_intent?.id ?? ''),
    // Whatever else there is, an appeal say, is not decided.
    state: states[status] ?? 'OPEN',
    amount: { amountMinor: amount, currency: currency.toUpperCase() },
    reason,
    fee: first && feeMinor > 0 ? { amountMinor: feeMinor, currency: first.currency.toUpperCase() } : null,
  };
}
