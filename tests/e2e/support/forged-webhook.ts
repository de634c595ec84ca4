import { createHmac } from 'node:crypto';
import type { Shop } from './shop.ts';

/** What a webhook of Stripe's says of a payment intent. */
export interface IntentEvent {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly object: Readonly<Record<string, unknown>> };
}

export const secretOf = (shop: Shop): string => shop.platform.environment.STRIPE_WEBHOOK_SECRET!;

/** Signs a body as Stripe does. */
export function stripeSignature(body: string, secret: string, atSeconds = Math.floor(Date.now() / 1_000)): string {
  return `t=${atSeconds},v1=${createHmac('sha256', secret).update(`${atSeconds}.${body}`).digest('hex')}`;
}

/** Posts a webhook to the gateway, signed with the right secret unless told otherwise; answers the status. */
export async function postWebhook(shop: Shop, event: IntentEvent | string, signature?: string): Promise<number> {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  const response = await fetch(`${shop.platform.origin}/webhooks/stripe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': signature ?? stripeSignature(body, secretOf(shop)) },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}
