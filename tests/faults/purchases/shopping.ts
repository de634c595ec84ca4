import { setTimeout as sleep } from 'node:timers/promises';
import { ask, Refused } from './graph.ts';
import type { Market } from './market.ts';
import type { Seeded } from './seeded.ts';
import type { Tally } from './tally.ts';

/** Answers that no repeating changes; everything else is asked again. */
const FINAL = [
  'OUT_OF_STOCK',
  'PAYMENT_FAILED',
  'IDEMPOTENCY_CONFLICT',
  'BAD_USER_INPUT',
  'CART_EMPTY',
  'CART_CLOSED',
  'FORBIDDEN',
  'UNAUTHENTICATED',
  'INVALID_TRANSITION',
  'NOT_REFUNDABLE',
  'REFUND_TOO_LARGE',
  'PAYOUTS_NOT_ENABLED',
  'BALANCE_TOO_LOW',
];
const PATIENCE_MS = 240_000;

const REGISTER = 'mutation ($input: RegisterInput!) { register(input: $input) { accessToken user { id seller { id } } } }';
const LOG_IN = 'mutation ($input: LogInInput!) { logIn(input: $input) { accessToken } }';
const ADD = 'mutation ($variantId: ID!, $quantity: Int!) { addToCart(input: { variantId: $variantId, quantity: $quantity }) { id } }';
const CHECKOUT =
  'mutation ($input: CheckoutInput!) { checkout(input: $input) { order { id } payment { id clientSecret providerPaymentId amount { amountMinor } } } }';
const CREATE = 'mutation ($input: CreateProductInput!) { createProduct(input: $input) { id variants { id } } }';
const SET_STOCK = 'mutation ($id: ID!, $total: Int!) { setStock(variantId: $id, total: $total) { total } }';
const ADDRESS = { name: 'Pat Buyer', line1: '1 Stoa Way', city: 'Athens', postalCode: '10555', country: 'GR' };

export interface CheckedOut {
  readonly order: { readonly id: string };
  readonly payment: {
    readonly id: string;
    readonly clientSecret: string;
    readonly providerPaymentId: string;
    readonly amount: { readonly amountMinor: number };
  };
}

let people = 0;

/** Somebody with an account, who asks again until there is an answer. */
export class Person {
  readonly #market: Market;
  readonly #tally: Tally;
  readonly token: string;
  readonly sellerId: string | null;

  private constructor(market: Market, tally: Tally, token: string, sellerId: string | null) {
    this.sellerId = sellerId;
    this.#market = market;
    this.#tally = tally;
    this.token = token;
  }

  static async register(market: Market, tally: Tally, accountType: 'BUYER' | 'SELLER'): Promise<Person> {
    const number = ++people;
    const input = {
      email: `person-${process.pid}-${number}@example.com`,
      password: 'correct horse',
      firstName: 'Pat',
      lastName: `No${number}`,
      accountType,
    };
    const { register } = await ask<{ register: { accessToken: string; user: { seller: { id: string } | null } } }>(
      market.url,
      undefined,
      REGISTER,
      { input },
    );
    return new Person(market, tally, register.accessToken, register.user.seller?.id ?? null);
  }

  /** The administrator whom the first start has made. */
  static async admin(market: Market, tally: Tally): Promise<Person> {
    const input = { email: 'admin@stoa.test', password: 'stoa-admin' };
    const { logIn } = await ask<{ logIn: { accessToken: string } }>(market.url, undefined, LOG_IN, { input });
    return new Person(market, tally, logIn.accessToken, null);
  }

  /** Asks until it is answered: nobody who got no answer can know what became of the question. */
  patiently<T>(query: string, variables: object): Promise<T> {
    return this.until(() => ask<T>(this.#market.url, this.token, query, variables));
  }

  async until<T>(question: () => Promise<T>): Promise<T> {
    for (const givesUpAtMs = Date.now() + PATIENCE_MS; ; ) {
      this.#tally.operations += 1;
      try {
        return await question();
      } catch (error) {
        this.#tally.noteFailure(error);
        if ((error instanceof Refused && FINAL.includes(error.code)) || Date.now() > givesUpAtMs) throw error;
        await sleep(250);
      }
    }
  }

  async list(name: string, amountMinor: number, total: number): Promise<string> {
    const input = { name, description: `${name}, as good as new`, price: { amountMinor, currency: 'USD' } };
    const { createProduct } = await this.patiently<{ createProduct: { variants: { id: string }[] } }>(CREATE, { input });
    const variantId = createProduct.variants[0]!.id;
    await this.patiently(SET_STOCK, { id: variantId, total });
    return variantId;
  }

  /** Asks for the same checkout at once, or once more later, now and then: it must be one order all the same. */
  async checkOut(key: string, random: Seeded): Promise<CheckedOut> {
    const once = async () =>
      (await this.patiently<{ checkout: CheckedOut }>(CHECKOUT, { input: { idempotencyKey: key, shippingAddress: ADDRESS } })).checkout;
    const answers = random.chance(0.15) ? await Promise.all([once(), once()]) : [await once()];
    this.#tally.acknowledged.set(answers[0]!.order.id, { token: this.token, paid: null });
    if (random.chance(0.15)) answers.push(await once());
    this.#tally.duplicates += answers.length - 1;
    const [first] = answers;
    if (answers.some(({ order, payment }) => order.id !== first!.order.id || payment.id !== first!.payment.id))
      this.#tally.violations.push({ invariant: 'one order for a key', what: `${key}: ${answers.map(({ order }) => order.id).join(', ')}` });
    return first!;
  }

  async pay({ order, payment }: CheckedOut, card: 'pm_card_visa' | 'pm_card_visa_chargeDeclined'): Promise<void> {
    const body = new URLSearchParams({ payment_method: card, client_secret: payment.clientSecret, key: 'pk_test_sandbox' });
    await this.until(async () => {
      const url = `${this.#market.stripeUrl}/v1/payment_intents/${payment.providerPaymentId}/confirm`;
      const response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(10_000) });
      // Whoever has paid, or was declined and is closed by now, is told so.
      if (response.ok || response.status === 402) return;
      const { error } = (await response.json()) as { error: { code: string } };
      if (error.code !== 'payment_intent_unexpected_state') throw new Refused(error.code, 'not paid');
    });
    this.#tally.acknowledged.get(order.id)!.paid = card === 'pm_card_visa';
  }

  /** The purchase that was paid for; null where it came to nothing. */
  async buy(key: string, goods: readonly string[], random: Seeded): Promise<CheckedOut | null> {
    const wanted = random.shuffle(goods).slice(0, 1 + random.below(2));
    let added = 0;
    for (const variantId of wanted) {
      const adding = this.patiently(ADD, { variantId, quantity: 1 + random.below(2) }).then(() => (added += 1));
      await adding.catch((error: unknown) => {
        if (!(error instanceof Refused && error.code === 'OUT_OF_STOCK')) throw error;
        this.#tally.outOfStock += 1;
      });
    }
    const checkedOut = await this.checkOut(key, random).catch((error: unknown) => {
      if (!(error instanceof Refused && FINAL.includes(error.code))) throw error;
      // Nothing of what was wanted was left, or it could not be placed in time.
      this.#tally.refused += 1;
      if (added > 0 && error.code.startsWith('CART_'))
        this.#tally.violations.push({ invariant: 'what was put into a cart is in it', what: `${key}: ${error.message}` });
    });
    if (!checkedOut) return null;
    const card = random.chance(0.08) ? 'pm_card_visa_chargeDeclined' : 'pm_card_visa';
    await this.pay(checkedOut, card);
    return card === 'pm_card_visa' ? checkedOut : null;
  }
}
