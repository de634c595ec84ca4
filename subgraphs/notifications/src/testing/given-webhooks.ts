import type { Viewer } from '@stoa/kit/auth';
import { anAdmin, type TestSubgraph } from '@stoa/kit/testing';
import { EVENT_TYPES } from '../webhook/event/event-types.ts';

export const SEALING_KEYS = 'v1:a-key-that-seals-secrets-of-endpoints';

/** A seller's or a staff's endpoint, as they make it; nobody is there unless a test is. */
export async function anEndpoint(
  subgraph: TestSubgraph,
  owner: Viewer,
  { url = 'http://127.0.0.1:1099/hook', eventTypes = ['order.confirmed', 'shipment.shipped'] as readonly string[] } = {},
): Promise<{ readonly id: string; readonly secret: string }> {
  const { createWebhookEndpoint: made } = await subgraph
    .as(owner)
    .query<{ createWebhookEndpoint: { secret: string; endpoint: { id: string } } }>(
      'mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { secret endpoint { id } } }',
      { input: { url, eventTypes, description: 'A shop system' } },
    );
  return { id: made.endpoint.id, secret: made.secret };
}

/** A test's webhook on its way to an endpoint. */
export async function aWebhook(subgraph: TestSubgraph, owner: Viewer, endpointId: string): Promise<string> {
  const { sendTestWebhook } = await subgraph
    .as(owner)
    .query<{ sendTestWebhook: { id: string } }>('mutation ($endpointId: ID!) { sendTestWebhook(endpointId: $endpointId) { id } }', {
      endpointId,
    });
  return sendTestWebhook.id;
}

/** For an event of which partners alone are told: an endpoint of the platform that listens for everything is there first. */
export const listening =
  <T>(make: () => T) =>
  async (subgraph: TestSubgraph): Promise<T> => {
    const there = await subgraph.sql.query(
      `select from webhook_endpoint where seller_id is null and status = 'ENABLED' and jsonb_array_length(event_types) = $1`,
      [EVENT_TYPES.length],
    );
    if (there.length === 0) await anEndpoint(subgraph, anAdmin(), { eventTypes: EVENT_TYPES });
    return make();
  };
