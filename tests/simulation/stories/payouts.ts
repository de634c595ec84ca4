import type { Viewer } from '@stoa/kit/auth';
import { answered, type Outcome, type Purchase, type Scene, type Wish, wish } from './wish.ts';

const ONBOARD = 'mutation { startPayoutOnboarding { url } }';
const PAYOUT = 'mutation ($amount: MoneyInput!, $key: String!) { requestPayout(amount: $amount, idempotencyKey: $key) { id } }';

/** The provider has yet to say that it pays the seller, or the earnings are not free yet. */
const NOT_YET = /^(PAYOUTS_NOT_ENABLED|BALANCE_TOO_LOW)$/;

/** A seller tells the provider who they are, and takes money out, perhaps more than there is. */
export function payouts({ world, random }: Scene, purchase: Purchase, seller: Viewer): Wish[] {
  const amount = { amountMinor: 100 + random.below(1_200), currency: purchase.currency };
  const onboard = wish('be introduced to the provider', () =>
    answered(async () => {
      const { startPayoutOnboarding } = await world.ask<{ startPayoutOnboarding: { url: string } }>('identity', seller, ONBOARD, {});
      const { pathname, search } = new URL(startPayoutOnboarding.url);
      await world.providers.ask('stripe', pathname + search, { outcome: 'complete' });
    }),
  );
  const ask = (): Promise<Outcome> => answered(() => world.ask('ledger', seller, PAYOUT, { amount, key: purchase.key }), NOT_YET);
  return [onboard, wish('take money out', ask), ...(random.chance(0.3) ? [wish('take money out', ask)] : [])];
}
