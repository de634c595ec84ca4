import { notFound } from '@stoa/kit/errors';
import { type DomainContext, workflow } from '@stoa/kit/use-case';
import { linkPayoutOnboarding, openPayoutAccount } from '@stoa/schema/commands/payments';
import { z } from 'zod';
import type { PayoutOnboarding } from './payout-onboarding.payload.ts';
import { Seller } from './seller.entity.ts';

/** A seller's way to being paid: an account at the provider, opened once, and the page on which they tell who they are. */
export const startPayoutOnboarding = workflow(
  'identity.startPayoutOnboarding',
  z.object({}),
  async (context): Promise<PayoutOnboarding> => {
    const { sellerId } = context.viewer;
    const [seller] = sellerId ? await context.rows.by(Seller, 'id', [sellerId]) : [];
    if (!seller) throw notFound('seller');
    const accountId = seller.payoutAccountId ?? (await openAccount(context, seller.id));
    const { url, expiresAt } = await context.call(linkPayoutOnboarding, { accountId });
    return { url, expiresAt: new Date(expiresAt) };
  },
);

/** Two who open it at once are answered with the same one. */
async function openAccount(context: DomainContext, sellerId: string): Promise<string> {
  const { accountId } = await context.call(openPayoutAccount, { sellerId });
  await context.write(
    `update seller set payout_account_id = $2, next_account_check_at = now() + interval '1 minute' where id = $1 and payout_account_id is null`,
    [sellerId, accountId],
  );
  const [seller] = await context.rows.by(Seller, 'id', [sellerId]);
  return seller!.payoutAccountId!;
}
