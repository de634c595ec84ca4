import { createHmac } from 'node:crypto';
import { SANDBOX_RAZORPAY_KEY_ID, SANDBOX_RAZORPAY_KEY_SECRET } from 'stoa/sandboxes';
import type { CheckedOut } from './buying.ts';
import type { Shop } from './shop.ts';

const address = (shop: Shop): string => shop.platform.razorpay!.url;

/** Razorpay's sandbox by its side doors, by which a test arranges misfortunes. */
async function control<T>(shop: Shop, path: string, body?: object): Promise<T> {
  const response = await fetch(`${address(shop)}/_sandbox${path}`, {
    method: body ? 'POST' : 'GET',
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return (await response.json()) as T;
}

/** What Razorpay's Checkout tells the page: the payment and a signature, or why it was refused. */
export interface Handed {
  readonly razorpay_payment_id?: string;
  readonly razorpay_signature?: string;
  readonly error?: { readonly description: string; readonly reason: string };
}

/** Pays as Checkout does in a browser, with the key id and the order. */
export const payByRazorpay = (shop: Shop, { payment }: CheckedOut, method = 'card', instrument = '4111111111111111'): Promise<Handed> =>
  control(shop, '/checkout', { key: SANDBOX_RAZORPAY_KEY_ID, order_id: payment.providerPaymentId, method, instrument });

/** The buyer at their bank's page, or on their telephone. */
export const agreeAtRazorpay = (shop: Shop, attemptId: string, outcome: 'succeed' | 'authorize' | 'fail'): Promise<Handed> =>
  control(shop, `/payments/${attemptId}`, { outcome });

/** How Razorpay's webhooks travel from now on. */
export const razorpayWebhooksTravel = (shop: Shop, how: { hold?: boolean; drop?: boolean; copies?: number }): Promise<unknown> =>
  control(shop, '/webhooks', how);

export const releaseRazorpayWebhooks = (shop: Shop, order: 'kept' | 'reversed' | 'shuffled'): Promise<unknown> =>
  control(shop, '/webhooks/release', { order });

/** Ends every misfortune; what was held back travels on. */
export const peaceAtRazorpay = (shop: Shop): Promise<unknown> => control(shop, '/reset', {});

export const razorpayMisfortune = (shop: Shop, fault: object): Promise<unknown> => control(shop, '/faults', fault);

/** What Razorpay has in its own books. */
export const razorpayTotals = (shop: Shop): Promise<{ captured: Record<string, number>; refunded: Record<string, number> }> =>
  control(shop, '/totals');

interface RazorpayEvent {
  readonly id: string;
  readonly body: {
    readonly event: string;
    readonly payload: { readonly payment?: { readonly entity: Readonly<Record<string, unknown>> } };
  };
}

/** What Razorpay has told, or would have, of one kind about one order. */
export async function razorpayEvent(shop: Shop, { payment }: CheckedOut, event: string): Promise<RazorpayEvent> {
  const { events } = await control<{ events: RazorpayEvent[] }>(shop, '/events');
  return events.find(({ body }) => body.event === event && body.payload.payment?.entity.order_id === payment.providerPaymentId)!;
}

/** Posts a webhook to the gateway as Razorpay does, signed with the right secret unless told otherwise; answers the status. */
export async function postRazorpayWebhook(shop: Shop, { id, body }: RazorpayEvent, secret?: string): Promise<number> {
  const text = JSON.stringify(body);
  const signature = createHmac('sha256', secret ?? shop.platform.environment.RAZORPAY_WEBHOOK_SECRET!)
    .update(text)
    .digest('hex');
  const response = await fetch(`${shop.platform.origin}/webhooks/razorpay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-razorpay-signature': signature, 'x-razorpay-event-id': id },
    body: text,
  });
  await response.arrayBuffer();
  return response.status;
}

/** How many payments were made at Razorpay for one of our orders. */
export async function razorpayOrdersFor(shop: Shop, orderId: string): Promise<number> {
  const authorization = `Basic ${Buffer.from(`${SANDBOX_RAZORPAY_KEY_ID}:${SANDBOX_RAZORPAY_KEY_SECRET}`).toString('base64')}`;
  const response = await fetch(`${address(shop)}/v1/orders?count=100`, { headers: { authorization } });
  const { items } = (await response.json()) as { items: { notes: { orderId: string } }[] };
  return items.filter(({ notes }) => notes.orderId === orderId).length;
}
