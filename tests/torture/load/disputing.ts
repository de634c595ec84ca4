import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from './person.ts';
import { refunding } from './refunding.ts';
import type { AfterPurchase, Bought } from './scene.ts';

/** So long a bank thinks about it. */
const THINKING_MS = 1_500;

/** A buyer complains at the bank, which takes the money back until it has decided. */
export const disputing: AfterPurchase = {
  name: 'payment disputed at the bank',
  share: 0.1,
  async do(scene, buyer, bought, random) {
    const { tally } = scene;
    const { provider, orderId } = bought;
    const opened = await tell<{ id?: string }>(buyer, provider, `${placeOf(bought)}/dispute`, {});
    if (!opened.id) return;
    tally.disputed.add(orderId);
    tally.did(`${disputing.name}, ${provider}`);
    // Somebody wants to give back what the bank has just taken: we may not know yet, and are refused by the provider.
    if (random.chance(0.5)) await refunding.do(scene, buyer, bought, random);
    // What is lost may be won on appeal.
    const outcomes = random.pick([['won'], ['lost'], ['lost', 'won']]);
    for (const outcome of outcomes) {
      await sleep(random.below(THINKING_MS));
      if (provider === 'STRIPE') await tell(buyer, provider, `/disputes/${opened.id}/close`, { outcome });
      else await tell(buyer, provider, `/disputes/${opened.id}`, { status: outcome });
    }
    tally.did(`dispute ${outcomes.join(', then ')}`);
  },
};

const placeOf = ({ provider, providerPaymentId }: Bought): string =>
  provider === 'STRIPE' ? `/payment_intents/${providerPaymentId}` : `/payments/${providerPaymentId}`;

/** The bank speaks to the provider, not to us. A refusal is an answer: it was told before, or there is nothing left to contest. */
const tell = <T>(buyer: Person, provider: Bought['provider'], path: string, body: object): Promise<T> =>
  buyer.until(async () => {
    const { market } = buyer;
    const response = await fetch(`${provider === 'STRIPE' ? market.stripeUrl : market.razorpayUrl}/_sandbox${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    return (await response.json()) as T;
  });
