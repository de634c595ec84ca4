import { Refused } from '../graph.ts';
import type { Seeded } from '../seeded.ts';
import type { Person } from './person.ts';
import { type Bought, type Scene, usd } from './scene.ts';

const ADD = 'mutation ($variantId: ID!, $quantity: Int!) { addToCart(input: { variantId: $variantId, quantity: $quantity }) { id } }';
const CART = '{ cart { total { amountMinor } } }';
const CHECKOUT =
  'mutation ($input: CheckoutInput!) { checkout(input: $input) { order { id } payment { id clientSecret providerPaymentId amount { amountMinor } } } }';
const ADDRESS = { name: 'Pat Buyer', line1: '1 Stoa Way', city: 'Athens', postalCode: '10555', country: 'GR' };
const GOOD_CARD = 'pm_card_visa';
const BAD_CARD = 'pm_card_visa_chargeDeclined';
/** Somebody whose prices change again and again under their hands leaves at last. */
const MOST_PRICES = 8;

interface CheckedOut {
  readonly order: { readonly id: string };
  readonly payment: {
    readonly id: string;
    readonly clientSecret: string;
    readonly providerPaymentId: string;
    readonly amount: { readonly amountMinor: number };
  };
}

/** The purchase that was paid for; null where it came to nothing. */
export async function buy(scene: Scene, buyer: Person, key: string, random: Seeded): Promise<Bought | null> {
  const { tally } = scene;
  const added = await fillCart(scene, buyer, random);
  const askedAtMs = Date.now();
  const checkedOut = await checkOutAtSeenPrice(scene, buyer, key, random).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
    // Nothing of what was wanted was left, or it could not be placed in time.
    tally.did(`checkout refused: ${error.code}`);
    if (added > 0 && ['CART_EMPTY', 'CART_CLOSED'].includes(error.code))
      tally.check('what was put into a cart is in it', [`${key}: ${error.message}`]);
  });
  if (!checkedOut) return null;
  const { order, payment } = checkedOut;
  const promised = { buyer, paid: null, cancelled: false, askedAtMs, answeredAtMs: Date.now() };
  tally.promised.set(order.id, promised);
  const card = random.chance(0.08) ? BAD_CARD : GOOD_CARD;
  await pay(buyer, checkedOut, card);
  tally.promised.set(order.id, { ...promised, paid: card === GOOD_CARD });
  tally.did(card === GOOD_CARD ? 'purchase paid' : 'purchase declined');
  return card === GOOD_CARD ? { orderId: order.id, paymentId: payment.id, amountMinor: payment.amount.amountMinor } : null;
}

/** Puts one or two things into the cart; answers how many were to be had. */
async function fillCart({ tally, goods }: Scene, buyer: Person, random: Seeded): Promise<number> {
  const wanted = random.shuffle(goods).slice(0, 1 + random.below(2));
  let added = 0;
  for (const { variantId } of wanted) {
    const adding = buyer.ask(ADD, { variantId, quantity: 1 + random.below(2) }).then(() => (added += 1));
    await adding.catch((error: unknown) => {
      if (!(error instanceof Refused && error.code === 'OUT_OF_STOCK')) throw error;
      tally.did('nothing left for the cart');
    });
  }
  return added;
}

/** Says what it expects to pay, looks again where that has changed, and must be charged just that. */
async function checkOutAtSeenPrice({ tally }: Scene, buyer: Person, key: string, random: Seeded): Promise<CheckedOut> {
  for (let prices = 1; ; prices += 1) {
    const { cart } = await buyer.ask<{ cart: { total: { amountMinor: number } } | null }>(CART);
    const expectedMinor = cart?.total.amountMinor;
    const input = {
      idempotencyKey: key,
      shippingAddress: ADDRESS,
      ...(expectedMinor !== undefined && { expectedTotal: usd(expectedMinor) }),
    };
    try {
      const checkedOut = await checkOut(buyer, key, input, random);
      const charged = checkedOut.payment.amount.amountMinor;
      tally.check(
        'nobody is charged but what they agreed to',
        expectedMinor === undefined || charged === expectedMinor ? [] : [`${key}: ${charged} for ${expectedMinor}`],
      );
      return checkedOut;
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'PRICE_CHANGED') || prices === MOST_PRICES) throw error;
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

async function pay(buyer: Person, { payment }: CheckedOut, card: string): Promise<void> {
  const body = new URLSearchParams({ payment_method: card, client_secret: payment.clientSecret, key: 'pk_test_sandbox' });
  await buyer.until(async () => {
    const url = `${buyer.market.stripeUrl}/v1/payment_intents/${payment.providerPaymentId}/confirm`;
    const response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(10_000) });
    // Whoever has paid, or was declined and is closed by now, is told so.
    if (response.ok || response.status === 402) return;
    const { error } = (await response.json()) as { error: { code: string } };
    if (error.code !== 'payment_intent_unexpected_state') throw new Refused(error.code, 'not paid');
  });
}
