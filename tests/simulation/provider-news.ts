import { createHmac } from 'node:crypto';
import { anonymous } from '@stoa/kit/auth';
import { newTraceparent } from '@stoa/kit/observability';
import type { Seeded } from '../torture/seeded.ts';
import { WEBHOOK_SECRET } from './providers.ts';
import type { SmallWorld } from './small-world.ts';

/** What payments follows, as the provider is asked to tell it. */
const TOLD = /^payment_intent\.(succeeded|payment_failed|processing|canceled)$/;
const LOST_SHARE = 0.15;

interface News {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly object: { readonly id: string } };
}

/** What the provider has to tell of one payment, and has told. */
export class ProviderNews {
  readonly #world: SmallWorld;
  /** The last event that was seen: only what came after it is news. */
  #latest: string | undefined;
  readonly waiting: News[] = [];
  readonly told: News[] = [];

  constructor(world: SmallWorld) {
    this.#world = world;
  }

  /** Looks what happened at the provider; some of it will never be told, so that only asking finds it. */
  async takeUp(intentId: string, random: Seeded): Promise<void> {
    const after = this.#latest ? `&ending_before=${this.#latest}` : '';
    const { data } = await this.#world.providers.ask<{ data: readonly News[] }>('stripe', `/v1/events?limit=100${after}`);
    this.#latest = data[0]?.id ?? this.#latest;
    for (const news of data.toReversed())
      if (news.data.object.id === intentId && TOLD.test(news.type) && !random.chance(LOST_SHARE)) this.waiting.push(news);
  }

  /** Tells it by a signed webhook. False where it was not taken, so that it must be told again. */
  async tell(news: News): Promise<boolean> {
    const body = JSON.stringify(news);
    const at = Math.floor(Date.now() / 1_000);
    const signature = createHmac('sha256', WEBHOOK_SECRET).update(`${at}.${body}`).digest('hex');
    const request = {
      method: 'POST' as const,
      path: '/webhooks/stripe',
      body: Buffer.from(body),
      headers: { 'stripe-signature': `t=${at},v1=${signature}` },
    };
    const { status } = await this.#world.domains.get('payments')!.route(request as never, anonymous, newTraceparent());
    return status === 200;
  }
}
