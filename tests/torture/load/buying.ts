import { Refused } from '../graph.ts';
import type { Seeded } from '../seeded.ts';
import { fillBasket } from './basket.ts';
import { pay, type ToPay } from './paying.ts';
import { isPassing, type Person } from './person.ts';
import { type Bought, CURRENCIES, type Currency, money, type Provider, type Scene } from './scene.ts';

const QUOTE = '{ cart { quote(input: { country: "GR" }) { total { amountMinor currency } coupons { code problem } } } }';
const REMOVE_COUPON = 'mutation ($code: String!) { removeCoupon(code: $code) { id } }';
export const CHECKOUT =
  'mutation ($input: CheckoutInput!) { checkout(input: $input) { order { id } payment { id clientSecret providerPaymentId amount { amountMinor currency } } } }';
export const ADDRESS = { name: 'Pat Buyer', line1: '1 Stoa Way', city: 'Athens', postalCode: '10555', country: 'GR' };
/** Somebody whose prices change again and again under their hands leaves at last. */
const MOST_PRICES = 8;

interface Amount {
  readonly amountMinor: number;
  readonly currency: Currency;
}

export interface CheckedOut {
  readonly order: { readonly id: string };
  readonly payment: ToPay & { readonly amount: Amount };
}

interface Quoted {
  readonly cart: {
    readonly quote: {
      readonly total: Amount;
      readonly coupons: readonly { readonly code: string; readonly problem: string | null }[];
    } | null;
  } | null;
}

/** The purchase that was paid for; null where it came to nothing. */
export async function buy(scene: Scene, buyer: Person, key: string, random: Seeded): Promise<Bought | null> {
  const { tally } = scene;
  const provider: Provider = random.chance(0.3) ? 'RAZORPAY' : 'STRIPE';
  const added = await fillBasket(scene, buyer, random.chance(0.75) ? CURRENCIES[0] : CURRENCIES[1], random);
  const askedAtMs = Date.now();
  const done = await checkOutAtSeenPrice(scene, buyer, key, provider, random).catch((error: unknown) => {
    if (!(error instanceof Refused) || isPassing(error)) throw error;
    // Nothing of what was wanted was left, or it could not be placed in time.
    tally.did(`checkout refused: ${error.code}`);
    if (added > 0 && ['CART_EMPTY', 'CART_CLOSED'].includes(error.code))
      tally.check('what was put into a cart is in it', [`${key}: ${error.message}`]);
  });
  if (!done) return null;
  const { order, payment } = done.checkedOut;
  const promised = {
    ...{ buyer, paid: null, cancelled: false, askedAtMs, answeredAtMs: Date.now() },
    ...{ paymentId: payment.id, coupons: done.coupons },
  };
  tally.promised.set(order.id, promised);
  const good = !random.chance(0.08);
  const providerPaymentId = await pay(provider, buyer, payment, good, random);
  tally.promised.set(order.id, { ...promised, paid: good });
  tally.did(`${good ? 'purchase paid' : 'purchase declined'}, ${provider}, ${payment.amount.currency}`);
  return good ? { orderId: order.id, paymentId: payment.id, providerPaymentId, provider, ...payment.amount } : null;
}

interface Done {
  readonly checkedOut: CheckedOut;
  /** The coupons that were in what was agreed to. */
  readonly coupons: readonly string[];
}

/** Says what it expects to pay, looks again where that has changed, and must be charged just that. */
async function checkOutAtSeenPrice({ tally }: Scene, buyer: Person, key: string, provider: Provider, random: Seeded): Promise<Done> {
  const to = random.chance(0.3) ? { shippingAddressId: await buyer.addressId() } : { shippingAddress: ADDRESS };
  // A checkout that was refused is answered so for good: whoever tries again has another key.
  let refusals = 0;
  for (let prices = 1; ; prices += 1) {
    const idempotencyKey = refusals === 0 ? key : `${key}-${refusals}`;
    const { cart } = await buyer.ask<Quoted>(QUOTE);
    const { total, coupons: quoted = [] } = cart?.quote ?? {};
    for (const { code, problem } of quoted) if (problem) await buyer.askOrNull(REMOVE_COUPON, { code });
    const coupons = quoted.filter(({ problem }) => !problem).map(({ code }) => code);
    const input = { idempotencyKey, provider, ...to, ...(total && { expectedTotal: money(total.amountMinor, total.currency) }) };
    try {
      const checkedOut = await checkOut(buyer, idempotencyKey, input, random);
      const { amountMinor: charged, currency } = checkedOut.payment.amount;
      const agreed = !total || (charged === total.amountMinor && currency === total.currency);
      tally.check('nobody is charged but what they agreed to', agreed ? [] : [`${key}: ${charged} for ${total.amountMinor}`]);
      if (coupons.length > 0) tally.did('coupon used');
      return { checkedOut, coupons };
    } catch (error) {
      const code = error instanceof Refused ? error.code : '';
      // Somebody else had the last use of a coupon: it goes, and the price is another.
      if (!['PRICE_CHANGED', 'COUPON_INVALID'].includes(code) || prices === MOST_PRICES) throw error;
      if (code === 'PRICE_CHANGED') continue;
      refusals += 1;
      for (const coupon of coupons) await buyer.askOrNull(REMOVE_COUPON, { code: coupon });
    }
  }
}

/** Asks for the same checkout at once, or once more later, now and then: it must be one order all the same. */
async function checkOut(buyer: Person, key: string, input: object, random: Seeded): Promise<CheckedOut> {
  const { tally } = buyer;
  const once = async () => (await buyer.ask<{ checkout: CheckedOut }>(CHECKOUT, { input })).checkout;
  const first = random.chance(0.15) ? await bothOrEither(once(), once()) : [await once()];
  const answers = random.chance(0.15) ? [...first, await once()] : first;
  if (answers.length > 1) tally.repeated('checkouts', answers.length - 1);
  const [answer] = answers;
  const same = answers.every(({ order, payment }) => order.id === answer!.order.id && payment.id === answer!.payment.id);
  tally.check('one order for a key', same ? [] : [`${key}: ${answers.map(({ order }) => order.id).join(', ')}`]);
  return answer!;
}

/** One of the two may be refused for a price that is no longer; only where both are, it is refused. */
async function bothOrEither<T>(one: Promise<T>, other: Promise<T>): Promise<T[]> {
  const settled = await Promise.allSettled([one, other]);
  const answers = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  if (answers.length === 0) throw (settled[0] as PromiseRejectedResult).reason;
  return answers;
}
