import { randomUUID } from 'node:crypto';
import type { Person } from './person.ts';
import { type SellerWork, usd } from './scene.ts';

const ONBOARD = 'mutation { startPayoutOnboarding { url } }';
const PAYOUT = 'mutation ($amount: MoneyInput!, $key: String!) { requestPayout(amount: $amount, idempotencyKey: $key) { id } }';

/** The provider learns who a seller is, so that they can be paid; meanwhile the seller may do something else. */
export async function introduce(seller: Person, meanwhile: () => Promise<void> = async () => {}): Promise<void> {
  const { startPayoutOnboarding } = await seller.ask<{ startPayoutOnboarding: { url: string } }>(ONBOARD);
  await meanwhile();
  const outcome = new URLSearchParams({ outcome: 'complete' });
  await seller.until(() => fetch(startPayoutOnboarding.url, { method: 'POST', body: outcome, redirect: 'manual' }));
}

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
