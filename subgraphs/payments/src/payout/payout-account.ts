import { answerRead, answerWorkflow } from '@stoa/kit/commands';
import { isEntityId } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { noteSellerAccount } from '@stoa/schema/commands/identity';
import { linkPayoutOnboarding, openPayoutAccount, readPayoutAccount } from '@stoa/schema/commands/payments';
import type { PayoutAccount } from '../provider/payout-provider.ts';
import { stripePayouts } from '../provider/stripe-payouts.ts';
import { PayoutAccountOpened } from './payout-account.entity.ts';

export const answerOpenPayoutAccount = answerWorkflow(openPayoutAccount, async (context, { sellerId }) => {
  const known = await accountOf(context, sellerId);
  if (known) return { accountId: known };
  const { accountId } = await context.use(stripePayouts).openAccount(sellerId);
  // Where two were opened, the one that was written first is the seller's.
  await context.write('insert into payout_account (seller_id, account_id) values ($1, $2) on conflict do nothing', [sellerId, accountId]);
  return { accountId: (await accountOf(context, sellerId))! };
});

async function accountOf({ rows }: DomainContext, sellerId: string): Promise<string | undefined> {
  return (await rows.by(PayoutAccountOpened, 'sellerId', [sellerId]))[0]?.accountId;
}

export const answerLinkPayoutOnboarding = answerRead(linkPayoutOnboarding, async (context, { accountId }) => {
  const { url, expiresAt } = await context.use(stripePayouts).onboardingLink(accountId);
  return { url, expiresAt: expiresAt.toISOString() };
});

export const answerReadPayoutAccount = answerRead(readPayoutAccount, async (context, { accountId }) => {
  const { payoutsEnabled } = await context.use(stripePayouts).readAccount(accountId);
  return { payoutsEnabled };
});

/** Tells identity, whose it is, of news about an account. They may come late, so the provider is asked what holds now. */
export async function notePayoutAccount(context: DomainContext, { accountId, sellerId }: PayoutAccount): Promise<void> {
  if (!isEntityId(sellerId)) return;
  const { payoutsEnabled } = await context.use(stripePayouts).readAccount(accountId);
  await context.call(noteSellerAccount, { sellerId, accountId, payoutsEnabled });
}
