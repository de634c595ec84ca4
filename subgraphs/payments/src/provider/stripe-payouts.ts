import { resource } from '@stoa/kit/subgraph';
import type Stripe from 'stripe';
import { paymentSettings } from './payment-settings.ts';
import type { PayoutAccount, PayoutProvider } from './payout-provider.ts';
import { asking, newStripe, stripeList } from './stripe-client.ts';

/** Stripe Connect: what the platform has collected goes on to sellers' own accounts by transfers. */
export const stripePayouts = resource('Stripe Connect', (environment): PayoutProvider => {
  const { STRIPE_CONNECT_RETURN_URL } = paymentSettings.make(environment);
  const stripe = newStripe(environment);
  return {
    openAccount: (sellerId) =>
      asking('openAccount', async () => {
        const wanted = { type: 'express', capabilities: { transfers: { requested: true } }, metadata: { sellerId } } as const;
        return toPayoutAccount(await stripe.accounts.create(wanted, { idempotencyKey: `payout-account/${sellerId}` }));
      }),
    onboardingLink: (account) =>
      asking('onboardingLink', async () => {
        const urls = { return_url: STRIPE_CONNECT_RETURN_URL, refresh_url: STRIPE_CONNECT_RETURN_URL };
        const { url, expires_at } = await stripe.accountLinks.create({ account, type: 'account_onboarding', ...urls });
        return { url, expiresAt: new Date(expires_at * 1_000) };
      }),
    readAccount: (id) => asking('readAccount', async () => toPayoutAccount(await stripe.accounts.retrieve(id))),
    transfers: (from, to) =>
      stripeList(
        (window) => stripe.transfers.list(window),
        from,
        to,
        ({ id: transferId, metadata }) => {
          return { transferId, payoutId: metadata?.payoutId ?? null };
        },
      ),
    transfer: ({ payoutId, accountId, amount }) =>
      asking('transfer', async () => {
        const [known] = (await stripe.transfers.list({ transfer_group: payoutId, limit: 1 })).data;
        const wanted = { amount: amount.amountMinor, currency: amount.currency.toLowerCase(), destination: accountId };
        const references = { transfer_group: payoutId, metadata: { payoutId } };
        const transfer = known ?? (await stripe.transfers.create({ ...wanted, ...references }, { idempotencyKey: payoutId }));
        return { transferId: transfer.id };
      }),
  };
});

export const toPayoutAccount = ({ id, payouts_enabled, metadata }: Stripe.Account): PayoutAccount => {
  return { accountId: id, sellerId: metadata?.sellerId ?? null, payoutsEnabled: payouts_enabled };
};
