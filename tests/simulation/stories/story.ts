import { user } from '../market-day.ts';
import { buying, leaving } from './buying.ts';
import { cancelling } from './cancelling.ts';
import { coupons } from './coupons.ts';
import { disputing } from './disputing.ts';
import { downloading } from './downloading.ts';
import { learning } from './learning.ts';
import { paying } from './paying.ts';
import { refunding } from './refunding.ts';
import { repricing } from './repricing.ts';
import { reviewing } from './reviewing.ts';
import { shipping } from './shipping.ts';
import { type Kind, type Outcome, type Purchase, type Scene, type Thread, triedLongEnough, type Wish } from './wish.ts';

/** What may come of a purchase, and how often it does. A new kind is added here and nowhere else. */
const KINDS: readonly (readonly [kind: Kind, share: number])[] = [
  [cancelling, 0.3],
  [refunding, 0.3],
  [shipping, 0.8],
  [disputing, 0.12],
  [repricing, 0.12],
  [downloading, 0.6],
  [learning, 0.8],
  [reviewing, 0.2],
];

/** `short`: one buyer with one basket, and at most one thing that comes of it. `whole`: everything that may, of up to three buyers. */
export type Length = 'short' | 'whole';

/** Buyers with a basket each, the sellers of what is in it, a bank and an administrator: what they want, in what order each of them wants it. */
export class Story {
  readonly purchases: readonly Purchase[];
  readonly threads: Thread[];

  constructor(scene: Scene, seed: number, length: Length) {
    const { random } = scene;
    // Some are of several who are after the same thing.
    const count = length === 'short' ? 1 : random.pick([1, 1, 1, 1, 1, 1, 2, 2, 3]);
    this.purchases = Array.from({ length: count }, (_, index) => purchase(scene, `story-${seed}-${index}`, length));
    const offered = random.chance(count > 1 ? 0.6 : 0.1) ? [coupons(scene, this.purchases)] : [];
    this.threads = [
      ...offered,
      ...this.purchases.flatMap((each) => (random.chance(0.15) ? [leaving(scene, each)] : bought(scene, each, length))),
    ];
  }

  /** The first wish of each thread that can be tried now. */
  ready(): Wish[] {
    return this.threads.flatMap(([next]) => (next?.ready() ? [next] : []));
  }

  /** Somebody tries, and is done with it once it is answered, or was tried for long enough. */
  async attempt(wish: Wish): Promise<Outcome> {
    wish.tries += 1;
    const outcome = await wish.attempt();
    if (outcome === 'done' || triedLongEnough(wish)) for (const thread of this.threads) if (thread[0] === wish) thread.shift();
    return outcome;
  }
}

function purchase({ random, offers }: Scene, key: string, length: Length): Purchase {
  const wanted = random.shuffle(offers).slice(0, random.pick(length === 'short' ? [1, 1, 1, 2] : [1, 1, 2, 3]));
  const provider = random.chance(0.25) ? 'RAZORPAY' : 'STRIPE';
  const currency = random.chance(0.25) ? 'EUR' : 'USD';
  return { buyer: user('BUYER'), key, provider, currency, wanted, coupons: [], first: [], orderId: null, providerPaymentId: null };
}

function bought(scene: Scene, purchase: Purchase, length: Length): Thread[] {
  const { random } = scene;
  const pays = random.chance(0.85);
  const after =
    length === 'short'
      ? oneOf(scene, purchase)
      : KINDS.filter(([, share]) => random.chance(share)).flatMap(([kind]) => kind(scene, purchase));
  return [[...buying(scene, purchase), ...(pays ? paying(scene, purchase) : [])], ...after];
}

/** The first kind that has to do with what is bought, if anything comes of it at all. */
function oneOf(scene: Scene, purchase: Purchase): Thread[] {
  const { random } = scene;
  if (random.chance(0.25)) return [];
  for (const [kind] of random.shuffle(KINDS)) {
    const threads = kind(scene, purchase);
    if (threads.some(({ length }) => length > 0)) return threads;
  }
  return [];
}
