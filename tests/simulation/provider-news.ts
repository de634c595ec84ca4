import { createHmac } from 'node:crypto';
import type { Seeded } from '../torture/seeded.ts';
import { WEBHOOK_SECRET } from './providers.ts';
import type { SmallWorld } from './small-world.ts';

/** What payments follows, as the providers are asked to tell it. */
const BY_STRIPE =
  /^(payment_intent\.(succeeded|payment_failed|processing|canceled)|charge\.dispute\.|refund\.(updated|failed)$|account\.updated$)/;
const BY_RAZORPAY = /^(payment\.(authorized|captured|failed|dispute\.)|order\.paid$|refund\.(processed|failed)$)/;
const LOST_SHARE = 0.15;

interface StripeEvent {
  readonly id: string;
  readonly type: string;
}
interface RazorpayEvent {
  readonly id: string;
  readonly body: { readonly event: string };
}

/** A webhook that is on its way, or has come. */
export interface News {
  readonly what: string;
  tell(): Promise<number>;
}

/** How far the providers' news of a world were read. */
interface Read {
  stripe: string | undefined;
  razorpay: number;
}
const read = new WeakMap<SmallWorld, Read>();

/** What the providers have to tell in one story, and have told. */
export class ProviderNews {
  readonly #world: SmallWorld;
  readonly waiting: News[] = [];
  readonly told: News[] = [];

  constructor(world: SmallWorld) {
    this.#world = world;
  }

  /** Looks what happened at the providers since somebody looked last; some of it will never be told, so that only asking finds it. */
  async takeUp(random: Seeded): Promise<void> {
    let place = read.get(this.#world);
    if (!place) read.set(this.#world, (place = { stripe: undefined, razorpay: 0 }));
    const { providers } = this.#world;
    const fresh = [
      ...(providers.wasAsked('stripe') ? await this.#ofStripe(place) : []),
      ...(providers.wasAsked('razorpay') ? await this.#ofRazorpay(place) : []),
    ];
    for (const news of fresh) if (!random.chance(LOST_SHARE)) this.waiting.push(news);
  }

  async #ofStripe(place: Read): Promise<News[]> {
    const after = place.stripe ? `&ending_before=${place.stripe}` : '';
    const { data } = await this.#world.providers.ask<{ data: readonly StripeEvent[] }>('stripe', `/v1/events?limit=100${after}`);
    place.stripe = data[0]?.id ?? place.stripe;
    return data
      .toReversed()
      .filter(({ type }) => BY_STRIPE.test(type))
      .map((event) => ({ what: event.type, tell: () => this.#tellByStripe(JSON.stringify(event)) }));
  }

  async #ofRazorpay(place: Read): Promise<News[]> {
    const { events } = await this.#world.providers.ask<{ events: readonly RazorpayEvent[] }>(
      'razorpay',
      `/_sandbox/events?after=${place.razorpay}`,
    );
    place.razorpay += events.length;
    return events
      .filter(({ body }) => BY_RAZORPAY.test(body.event))
      .map(({ id, body }) => ({ what: body.event, tell: () => this.#tellByRazorpay(id, JSON.stringify(body)) }));
  }

  #tellByStripe(body: string): Promise<number> {
    const at = Math.floor(Date.now() / 1_000);
    return this.#world.tell('payments', '/webhooks/stripe', body, { 'stripe-signature': `t=${at},v1=${signed(`${at}.${body}`)}` });
  }

  #tellByRazorpay(id: string, body: string): Promise<number> {
    return this.#world.tell('payments', '/webhooks/razorpay', body, { 'x-razorpay-signature': signed(body), 'x-razorpay-event-id': id });
  }
}

/** The signature under what everybody tells us: all share one secret here. */
export const signed = (text: string): string => createHmac('sha256', WEBHOOK_SECRET).update(text).digest('hex');
