import { type Probe, seller } from './probes.ts';
import type { World } from './world.ts';

const ofEndpoint = (field: string, document: string): Probe => ({
  ...{ field, document, what: 'webhook endpoint', owner: seller },
  idOf: (world: World) => world.webhookEndpointId,
});

/** Where a seller's own systems are told of what happens, and what was told to them. */
export const WEBHOOK_MUTATIONS: readonly Probe[] = [
  ofEndpoint(
    'updateWebhookEndpoint',
    'mutation ($id: ID!) { updateWebhookEndpoint(id: $id, input: { url: "https://mine.example/" }) { id url } }',
  ),
  ofEndpoint('rotateWebhookSecret', 'mutation ($id: ID!) { rotateWebhookSecret(id: $id) { secret } }'),
  ofEndpoint('sendTestWebhook', 'mutation ($id: ID!) { sendTestWebhook(endpointId: $id) { id } }'),
  ofEndpoint('disableWebhookEndpoint', 'mutation ($id: ID!) { disableWebhookEndpoint(id: $id) { id url } }'),
  ofEndpoint('enableWebhookEndpoint', 'mutation ($id: ID!) { enableWebhookEndpoint(id: $id) { id url } }'),
  ofEndpoint('deleteWebhookEndpoint', 'mutation ($id: ID!) { deleteWebhookEndpoint(id: $id) }'),
  {
    field: 'replayWebhookDelivery',
    what: 'webhook',
    document: 'mutation ($id: ID!) { replayWebhookDelivery(id: $id) { id payload } }',
    idOf: (w) => w.webhookDeliveryId,
    owner: seller,
  },
];
