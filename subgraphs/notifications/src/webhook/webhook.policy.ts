import { may, type Viewer } from '@stoa/kit/auth';
import { DomainError } from '@stoa/kit/errors';
import { policy, type RowRule } from '@stoa/kit/policy';

/** Whose an endpoint is: a seller's, or, without one, the platform's. */
interface Owned {
  readonly sellerId: string | null;
}

const isOwn = (viewer: Viewer, { sellerId }: Owned): boolean => sellerId !== null && viewer.sellerId === sellerId;

/** Sellers look after their own; staff after the platform's, and they may see to sellers', but for what would show them a seller's secret. */
const reader: RowRule<Owned> = (viewer, endpoint) => isOwn(viewer, endpoint) || may(viewer, 'webhooks:read');
const keeper: RowRule<Owned> = (viewer, endpoint) => isOwn(viewer, endpoint) || may(viewer, 'webhooks:write');
const owner: RowRule<Owned> = (viewer, endpoint) =>
  isOwn(viewer, endpoint) || (endpoint.sellerId === null && may(viewer, 'webhooks:write'));

export const webhookPolicy = policy('WebhookEndpoint', {
  operations: {
    'Query.webhookEndpoints': 'sellers',
    'Query.webhookEndpoint': 'sellers',
    'Query.webhookEventTypes': 'sellers',
    'Mutation.createWebhookEndpoint': 'sellers',
    'Mutation.updateWebhookEndpoint': 'sellers',
    'Mutation.deleteWebhookEndpoint': 'sellers',
    'Mutation.enableWebhookEndpoint': 'sellers',
    'Mutation.disableWebhookEndpoint': 'sellers',
    'Mutation.rotateWebhookSecret': 'sellers',
    'Mutation.replayWebhookDelivery': 'sellers',
    'Mutation.sendTestWebhook': 'sellers',
  },
  acting: {
    'Mutation.createWebhookEndpoint': 'refused',
    'Mutation.updateWebhookEndpoint': 'refused',
    'Mutation.deleteWebhookEndpoint': 'refused',
    'Mutation.enableWebhookEndpoint': 'refused',
    'Mutation.disableWebhookEndpoint': 'refused',
    'Mutation.rotateWebhookSecret': 'refused',
    'Mutation.replayWebhookDelivery': 'allowed',
    'Mutation.sendTestWebhook': 'allowed',
  },
  fields: {
    'WebhookEndpoint.deliveries': 'everyone',
    'WebhookDelivery.nextTryAt': 'everyone',
    'WebhookDelivery.payload': 'everyone',
  },
  rows: { reader, keeper, owner },
});

/** Whose endpoints somebody means who names none: a seller their own, staff the platform's. */
export function ownerFor(viewer: Viewer, scope: 'webhooks:read' | 'webhooks:write'): Owned {
  if (viewer.sellerId !== null) return { sellerId: viewer.sellerId };
  if (may(viewer, scope)) return { sellerId: null };
  throw new DomainError('FORBIDDEN', `Without ${scope} there are no endpoints of the platform for you`);
}
