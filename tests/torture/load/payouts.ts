import { randomUUID } from 'node:crypto';
import { Person } from './person.ts';
import { type Errand, type SellerWork, usd } from './scene.ts';

const ONBOARD = 'mutation { startPayoutOnboarding { url } }';
const PAYOUT = 'mutation ($amount: MoneyInput!, $key: String!) { requestPayout(amount: $amount, idempotencyKey: $key) { id } }';

interface Onboarding {
  readonly startPayoutOnboarding: { readonly url: string };
}

/** The page on which the provider wants to learn who a seller is. */
const startOnboarding = async (seller: Person): Promise<string> => (await seller.ask<Onboarding>(ONBOARD)).startPayoutOnboarding.url;

/** The provider learns who a seller is, so that they can be paid. */
export async function introduce(seller: Person): Promise<void> {
  const url = await startOnboarding(seller);
  const outcome = new URLSearchParams({ outcome: 'complete' });
  await seller.until(() => fetch(url, { method: 'POST', body: outcome, redirect: 'manual', signal: AbortSignal.timeout(10_000) }));
}

/** Somebody opens an account at the provider and says no more, so that the provider is asked about it ever again. */
export const hesitating: Errand = {
  name: 'seller stopped at the provider’s door',
  async do({ market, tally }) {
    await startOnboarding(await Person.register(market, tally, 'SELLER'));
    tally.did(hesitating.name);
  },
};

/** A seller takes money out, and asks for the same once more. */
export const payouts: SellerWork = {
  name: 'payout asked for',
  chance: 0.2,
  async do({ tally }, { person }, random) {
    const wish = { amount: usd(100 + random.below(900)), key: randomUUID() };
    const first = await person.askOrNull<{ requestPayout: { id: string } }>(PAYOUT, wish);
    if (!first) return;
    tally.did(payouts.name);
    const again = await person.askOrNull<{ requestPayout: { id: string } }>(PAYOUT, wish);
    tally.repeated('payouts');
    const same = !again || again.requestPayout.id === first.requestPayout.id;
    tally.check('one payout for a key', same ? [] : [`${first.requestPayout.id} and ${again.requestPayout.id}`]);
  },
};
