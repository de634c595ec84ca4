import { createHmac } from 'node:crypto';
import { SANDBOX_MUX_TOKEN_ID, SANDBOX_MUX_TOKEN_SECRET } from 'stoa/sandboxes';
import type { Shop } from './shop.ts';

/** The side doors of the video host's sandbox, by which a test arranges misfortunes. */
async function control<T>(shop: Shop, path: string, body?: object): Promise<T> {
  const response = await fetch(`${shop.platform.mux!.url}/_sandbox${path}`, {
    method: body ? 'POST' : 'GET',
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`the sandbox of Mux answered ${response.status} to ${path}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** How Mux's webhooks travel from now on. */
export const muxWebhooksTravel = (shop: Shop, how: { hold?: boolean; drop?: boolean; copies?: number }): Promise<unknown> =>
  control(shop, '/webhooks', how);

export const releaseMuxWebhooks = (shop: Shop, order: 'kept' | 'reversed' = 'kept'): Promise<unknown> =>
  control(shop, '/webhooks/release', { order });

/** Keeps videos half processed, or lets them go. */
export const holdProcessing = (shop: Shop, hold: boolean): Promise<unknown> => control(shop, '/processing', { hold });

export async function muxPeace(shop: Shop): Promise<void> {
  await control(shop, '/reset', {});
  await holdProcessing(shop, false);
}

export const repeatMuxWebhook = (shop: Shop, eventId: string, copies: number): Promise<unknown> =>
  control(shop, `/events/${eventId}/redeliver`, { copies });

/** What a webhook of Mux's says. */
export interface MuxNews {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly id: string; readonly status: string; readonly passthrough: string };
}

/** What Mux has told, or would have, of a file. */
export async function muxNewsOf(shop: Shop, fileId: string): Promise<readonly MuxNews[]> {
  const { events } = await control<{ events: { body: MuxNews }[] }>(shop, '/events');
  return events.map(({ body }) => body).filter(({ data }) => data.passthrough === fileId);
}

/** Mux's own ids of what it has of a file. */
export async function assetsAtMux(shop: Shop, fileId: string): Promise<readonly string[]> {
  const authorization = `Basic ${Buffer.from(`${SANDBOX_MUX_TOKEN_ID}:${SANDBOX_MUX_TOKEN_SECRET}`).toString('base64')}`;
  const response = await fetch(`${shop.platform.mux!.url}/video/v1/assets?limit=1000`, { headers: { authorization } });
  const { data } = (await response.json()) as { data: { id: string; passthrough: string }[] };
  return data.filter(({ passthrough }) => passthrough === fileId).map(({ id }) => id);
}

/** Posts a webhook to the gateway as Mux does, signed with the right secret and now unless told otherwise; answers the status. */
export async function postMuxWebhook(
  shop: Shop,
  news: object,
  { secret = shop.platform.environment.MUX_WEBHOOK_SECRET!, atSeconds = Math.floor(Date.now() / 1_000) } = {},
): Promise<number> {
  const body = JSON.stringify(news);
  const signature = createHmac('sha256', secret).update(`${atSeconds}.${body}`).digest('hex');
  const response = await fetch(`${shop.platform.origin}/webhooks/mux`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'mux-signature': `t=${atSeconds},v1=${signature}` },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}
