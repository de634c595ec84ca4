import { randomUUID } from 'node:crypto';
import type { Errand } from './scene.ts';

const CREATE = `mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { secret endpoint { id } } }`;
const TEST = 'mutation ($id: ID!) { sendTestWebhook(endpointId: $id) { id } }';
const TYPES = ['order.confirmed', 'shipment.shipped', 'shipment.delivered', 'refund.succeeded', 'product.updated', 'review.published'];
/** More than that would only be more of the same. */
const MOST_OF_A_SELLER = 2;
const LIST = '{ webhookEndpoints { totalCount } }';

/** A seller's own system wants to be told by webhooks what happens in the shop, from now on. */
export const listening: Errand = {
  name: 'endpoint for webhooks opened by a seller',
  async do({ market, tally, sellers }, random) {
    const { person } = random.pick(sellers);
    const { webhookEndpoints } = await person.ask<{ webhookEndpoints: { totalCount: number } }>(LIST);
    if (webhookEndpoints.totalCount >= MOST_OF_A_SELLER) return;
    const name = randomUUID();
    const input = { url: `${market.mailUrl}/partners/${name}`, eventTypes: TYPES };
    const { createWebhookEndpoint: made } = await person.ask<{ createWebhookEndpoint: { secret: string; endpoint: { id: string } } }>(
      CREATE,
      { input },
    );
    const headers = { 'content-type': 'application/json' };
    await person.until(async () => {
      const said = { method: 'POST', headers, body: JSON.stringify({ secret: made.secret }), signal: AbortSignal.timeout(10_000) };
      const { ok, status } = await fetch(`${market.mailUrl}/_sandbox/partners/${name}`, said);
      if (!ok) throw new Error(`the outbox answered ${status}`);
    });
    await person.askOrNull(TEST, { id: made.endpoint.id });
    tally.did(listening.name);
  },
};
