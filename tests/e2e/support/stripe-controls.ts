import { SANDBOX_SECRET_KEY } from 'stoa/sandboxes';
import type { Shop } from './shop.ts';

/** The sandbox's side doors, by which a test arranges misfortunes. */
async function control<T>(shop: Shop, path: string, body?: object): Promise<T> {
  const response = await fetch(`${shop.platform.stripe!.url}/_sandbox${path}`, {
    method: body ? 'POST' : 'GET',
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`the sandbox answered ${response.status} to ${path}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** How webhooks travel from now on: held back, dropped, sent several times. */
export const webhooksTravel = (
  shop: Shop,
  how: { hold?: boolean; drop?: boolean; copies?: number; types?: readonly string[] },
): Promise<unknown> => control(shop, '/webhooks', how);

export const releaseWebhooks = (shop: Shop, order: 'kept' | 'reversed' | 'shuffled' = 'kept'): Promise<unknown> =>
  control(shop, '/webhooks/release', { order });

/** Ends every misfortune; what was held back travels on. */
export const peace = (shop: Shop): Promise<unknown> => control(shop, '/reset', {});

export interface Misfortune {
  readonly kind: 'lose-reply' | 'lose-request' | 'answer-error' | 'delay-reply';
  readonly times?: number;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly delayMs?: number;
}

export const misfortune = (shop: Shop, fault: Misfortune): Promise<unknown> => control(shop, '/faults', fault);

export const redeliver = (shop: Shop, eventId: string, copies = 1): Promise<unknown> =>
  control(shop, `/events/${eventId}/redeliver`, { copies });

/** The buyer at their bank's page. */
export const authenticateAtBank = (shop: Shop, intentId: string, outcome: 'succeed' | 'fail'): Promise<unknown> =>
  control(shop, `/payment_intents/${intentId}/authenticate`, { outcome });

/** The buyer complains at their bank; the provider's id of it. */
export const disputeAtBank = async (shop: Shop, intentId: string, more: { amount?: number; inquiry?: boolean } = {}): Promise<string> =>
  (await control<{ id: string }>(shop, `/payment_intents/${intentId}/dispute`, more)).id;

export const decideDispute = (shop: Shop, disputeId: string, outcome: 'won' | 'lost' | 'warning_closed' | 'escalated'): Promise<unknown> =>
  control(shop, `/disputes/${disputeId}/close`, { outcome });

/** What the provider has in its own books. */
export interface ProviderTotals {
  readonly captured: Record<string, number>;
  readonly refunded: Record<string, number>;
  readonly lost: Record<string, number>;
  readonly transferred: Record<string, number>;
}

export const providerTotals = (shop: Shop): Promise<ProviderTotals> => control(shop, '/totals');

export interface ProviderIntent {
  readonly id: string;
  readonly status: string;
  readonly amount_received: number;
  readonly metadata: Record<string, string>;
}

const api = async <T>(shop: Shop, path: string): Promise<T> => {
  const response = await fetch(`${shop.platform.stripe!.url}${path}`, { headers: { authorization: `Bearer ${SANDBOX_SECRET_KEY}` } });
  return (await response.json()) as T;
};

/** The intent as the provider has it. */
export const intentAtProvider = (shop: Shop, id: string): Promise<ProviderIntent> => api(shop, `/v1/payment_intents/${id}`);

export const intentsAtProvider = async (shop: Shop): Promise<readonly ProviderIntent[]> =>
  (await api<{ data: ProviderIntent[] }>(shop, '/v1/payment_intents?limit=100')).data;

export interface ProviderEventRow {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly object: { readonly id: string } };
}

/** What the provider has told, or would have, about one intent. */
export const eventsAtProvider = async (shop: Shop, intentId: string): Promise<readonly ProviderEventRow[]> =>
  (await api<{ data: ProviderEventRow[] }>(shop, '/v1/events?limit=100')).data.filter((event) => event.data.object.id === intentId);

/** How many requests are still to be befallen by what was arranged. */
export const misfortunesLeft = async (shop: Shop): Promise<number> => (await control<{ faults: unknown[] }>(shop, '/faults')).faults.length;
