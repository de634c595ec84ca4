import { DomainError } from '@stoa/kit/errors';
import { lockName, newId } from '@stoa/kit/persistence';
import { type Transaction, useCase } from '@stoa/kit/use-case';
import type { Sealing } from '../sealing.ts';
import { newWebhookSecret } from '../signature.ts';
import { newEndpoint, type WebhookEndpointSecret } from '../webhook.input.ts';
import { ownerFor } from '../webhook.policy.ts';
import { reachOf, webhookSealing, webhookSettings } from '../webhook-settings.ts';
import { assertTypesFor, checkedUrl } from './checked-url.ts';
import { WebhookEndpoint } from './webhook-endpoint.entity.ts';

/** Enough for each of a shop's systems; every event is posted to each. */
const MOST = 10;

/** What endpoints' secrets are kept under, where this installation has such keys. */
export function sealingOf({ use }: Pick<Transaction, 'use'>): Sealing {
  const sealing = use(webhookSealing);
  if (!sealing) throw new DomainError('SERVICE_UNAVAILABLE', 'No webhooks are sent from here', { service: 'notifications' });
  return sealing;
}

/** Has a partner's system told of what happens from now on. The secret is shown this once. */
export const createWebhookEndpoint = useCase(
  'notifications.createWebhookEndpoint',
  newEndpoint,
  async (tx, { url, eventTypes, description }): Promise<WebhookEndpointSecret> => {
    const { sellerId } = ownerFor(tx.viewer, 'webhooks:write');
    assertTypesFor({ sellerId }, eventTypes);
    const checked = checkedUrl(url, reachOf(tx.use(webhookSettings)));
    const sealing = sealingOf(tx);
    await assertRoom(tx, sellerId);
    const [id, secret] = [newId(), newWebhookSecret()];
    const facts = { id, sellerId, userId: tx.viewer.userId, url: checked, description: description ?? '', eventTypes };
    await tx.insert(WebhookEndpoint, [{ ...facts, status: 'ENABLED', secret: sealing.seal(secret, id) }]);
    return { secret, endpoint: (await tx.lockRow(WebhookEndpoint, { id }))! };
  },
);

async function assertRoom({ sql }: Transaction, sellerId: string | null): Promise<void> {
  // One after the other, so that the count holds.
  await lockName(sql, `webhook endpoints of ${sellerId}`);
  const [row] = await sql.query<{ count: number }>(
    'select count(*)::int as count from webhook_endpoint where seller_id is not distinct from $1',
    [sellerId],
  );
  if (row!.count >= MOST) throw new DomainError('INVALID_TRANSITION', `There are ${MOST} endpoints already; delete one first`);
}
