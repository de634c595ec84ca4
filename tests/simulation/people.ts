import type { Viewer } from '@stoa/kit/auth';
import { Refused } from '../torture/graph.ts';
import type { Seeded } from '../torture/seeded.ts';
import { ADMIN, type Offer, user } from './market-day.ts';
import type { SmallWorld } from './small-world.ts';

const ADD = 'mutation ($variantId: ID!, $quantity: Int!) { addToCart(input: { variantId: $variantId, quantity: $quantity }) { id } }';
const CHECKOUT = 'mutation ($input: CheckoutInput!) { checkout(input: $input) { order { id } } }';
const CANCEL = 'mutation ($id: ID!) { cancelOrder(id: $id) { status } }';
const REFUND = 'mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { id } }';
const PROCESS = 'mutation ($id: ID!) { processShipment(id: $id) { status } }';
const SHIP = 'mutation ($id: ID!) { shipShipment(id: $id, input: { carrier: "UPS", trackingNumber: $id }) { status } }';
const WITHDRAW = 'mutation ($id: ID!) { cancelShipment(id: $id) { status } }';
const ADDRESS = { name: 'Pat Buyer', line1: '1 Stoa Way', city: 'Athens', postalCode: '10555', country: 'GR' };
const MOST_TRIES = 12;

/** Something that somebody wants to do. It is tried again until it is answered, as a client does that got no answer. */
export interface Wish {
  readonly what: string;
  tries: number;
  /** Whether it can be tried by now. */
  ready(): boolean;
  /** True once nothing is left of it. */
  attempt(): Promise<boolean>;
}

/** One buyer with one basket, the sellers of what is in it, and an administrator: what they want, in what order each of them wants it. */
export class Story {
  readonly buyer: Viewer = user('BUYER');
  readonly key = `key-${this.buyer.userId}`;
  orderId: string | null = null;
  intentId: string | null = null;
  readonly threads: Wish[][];
  readonly #world: SmallWorld;

  constructor(world: SmallWorld, offers: readonly Offer[], random: Seeded) {
    this.#world = world;
    const wanted = random.shuffle(offers).slice(0, 1 + random.below(offers.length));
    const buying = [
      ...wanted.map((offer) =>
        this.#asks('add to cart', 'cart', ADD, () => ({ variantId: offer.variantId, quantity: 1 + random.below(2) })),
      ),
      this.#checkout(),
      ...(random.chance(0.15) ? [this.#checkout()] : []),
      ...(random.chance(0.85) ? [this.#pay(random.chance(0.85) ? 'pm_card_visa' : 'pm_card_visa_chargeDeclined')] : []),
    ];
    this.threads = [buying];
    if (random.chance(0.35)) this.threads.push([this.#ofOrder('cancel', 'orders', this.buyer, CANCEL, () => ({ id: this.orderId }))]);
    if (random.chance(0.35)) this.threads.push(this.#refunds(random));
    for (const { seller } of wanted) if (random.chance(0.6)) this.threads.push(this.#selling(seller, random));
  }

  /** The first wish of each thread that can be tried now. */
  ready(): Wish[] {
    return this.threads.flatMap(([next]) => (next?.ready() ? [next] : []));
  }

  /** It is done, or was tried for long enough. */
  over(wish: Wish): void {
    for (const thread of this.threads) if (thread[0] === wish) thread.shift();
  }

  #asks(what: string, domain: string, query: string, variables: () => Record<string, unknown>, viewer: Viewer = this.buyer): Wish {
    const attempt = (): Promise<boolean> => this.#answered(() => this.#world.ask(domain, viewer, query, variables()));
    return { what, tries: 0, ready: () => true, attempt };
  }

  #ofOrder(what: string, domain: string, viewer: Viewer, query: string, variables: () => Record<string, unknown>): Wish {
    return { ...this.#asks(what, domain, query, variables, viewer), ready: () => this.orderId !== null };
  }

  #checkout(): Wish {
    const input = { idempotencyKey: this.key, shippingAddress: ADDRESS };
    const attempt = (): Promise<boolean> =>
      this.#answered(async () => {
        const { checkout } = await this.#world.ask<{ checkout: { order: { id: string } } }>('cart', this.buyer, CHECKOUT, { input });
        this.orderId = checkout.order.id;
      });
    return { what: 'check out', tries: 0, ready: () => true, attempt };
  }

  /** The buyer's browser pays at the provider; whatever the provider says to that, we hear of it by webhook, or by asking. */
  #pay(card: string): Wish {
    const attempt = async (): Promise<boolean> => {
      const [payment] = await this.#world.rows<{ id: string; secret: string }>(
        'payments',
        'select provider_payment_id as id, client_secret as secret from payment where order_id = $1 and provider_payment_id is not null',
        [this.orderId],
      );
      if (!payment) return true;
      this.intentId = payment.id;
      const body = new URLSearchParams({ payment_method: card, client_secret: payment.secret, key: 'pk_test_sandbox' });
      await this.#world.providers.ask('stripe', `/v1/payment_intents/${payment.id}/confirm`, body);
      return true;
    };
    return { what: `pay with ${card}`, tries: 0, ready: () => this.orderId !== null, attempt };
  }

  #refunds(random: Seeded): Wish[] {
    return Array.from({ length: 1 + random.below(2) }, (_, index) => {
      const whole = random.chance(0.4);
      const amount = whole ? undefined : { amountMinor: 1 + random.below(2_000), currency: 'USD' };
      const attempt = (): Promise<boolean> =>
        this.#answered(async () => {
          const [payment] = await this.#world.rows<{ id: string }>('payments', 'select id from payment where order_id = $1', [
            this.orderId,
          ]);
          const input = { paymentId: payment?.id, ...(amount && { amount }), idempotencyKey: `${this.key}-${index}` };
          if (payment) await this.#world.ask('payments', ADMIN, REFUND, { input });
        });
      return { what: whole ? 'refund the rest' : 'refund a part', tries: 0, ready: () => this.intentId !== null, attempt };
    });
  }

  /** A seller handles the parcel, or cannot send it. */
  #selling(seller: Viewer, random: Seeded): Wish[] {
    const step = (what: string, query: string): Wish => ({
      what,
      tries: 0,
      ready: () => this.intentId !== null,
      attempt: () =>
        this.#answered(async () => {
          const [parcel] = await this.#world.rows<{ id: string }>(
            'fulfillment',
            'select id from shipment where order_id = $1 and seller_id = $2 and not provisional',
            [this.orderId, seller.sellerId],
          );
          if (parcel) await this.#world.ask('fulfillment', seller, query, { id: parcel.id });
        }),
    });
    if (random.chance(0.4)) return [step('withdraw the parcel', WITHDRAW)];
    return [step('process the parcel', PROCESS), step('ship the parcel', SHIP)];
  }

  /** A refusal is an answer as well. */
  async #answered(question: () => Promise<unknown>): Promise<boolean> {
    try {
      await question();
      return true;
    } catch (error) {
      if (error instanceof Refused) return !['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'UNKNOWN'].includes(error.code);
      throw error;
    }
  }
}

export const triedLongEnough = ({ tries }: Wish): boolean => tries >= MOST_TRIES;
