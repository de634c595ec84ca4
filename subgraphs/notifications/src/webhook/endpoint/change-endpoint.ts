import { entityId } from '@stoa/kit/graphql';
import { permitted, type RowRule } from '@stoa/kit/policy';
import { type Transaction, useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { disable } from '../delivery/settle-webhook.ts';
import { newWebhookSecret } from '../signature.ts';
import { endpointChange, type WebhookEndpointSecret } from '../webhook.input.ts';
import { webhookPolicy } from '../webhook.policy.ts';
import { reachOf, webhookSettings } from '../webhook-settings.ts';
import { assertTypesFor, checkedUrl } from './checked-url.ts';
import { sealingOf } from './create-endpoint.ts';
import { WebhookEndpoint } from './webhook-endpoint.entity.ts';

const one = z.object({ id: entityId });

const lockEndpoint = async (tx: Transaction, id: string, rule: RowRule<WebhookEndpoint>): Promise<WebhookEndpoint> =>
  permitted(tx.viewer, await tx.lockRow(WebhookEndpoint, { id }), rule, 'webhook endpoint');

const changed = async (tx: Transaction, id: string): Promise<WebhookEndpoint> => (await tx.lockRow(WebhookEndpoint, { id }))!;

/** Another address gets what waits, too. */
export const updateWebhookEndpoint = useCase(
  'notifications.updateWebhookEndpoint',
  z.object({ id: entityId, input: endpointChange }),
  async (tx, { id, input: { url, eventTypes, description } }): Promise<WebhookEndpoint> => {
    const endpoint = await lockEndpoint(tx, id, webhookPolicy.owner);
    if (eventTypes) assertTypesFor(endpoint, eventTypes);
    const checked = url ? checkedUrl(url, reachOf(tx.use(webhookSettings))) : null;
    await tx.sql.query(
      `update webhook_endpoint set url = coalesce($2, url), description = coalesce($3, description), event_types = coalesce($4::jsonb, event_types),
         listens_since = case when $4::jsonb is null then listens_since else now() end where id = $1`,
      [id, checked, description ?? null, eventTypes ? JSON.stringify(eventTypes) : null],
    );
    return changed(tx, id);
  },
);

/** With all that was sent there. */
export const deleteWebhookEndpoint = useCase('notifications.deleteWebhookEndpoint', one, async (tx, { id }): Promise<boolean> => {
  await lockEndpoint(tx, id, webhookPolicy.keeper);
  await tx.sql.query('delete from webhook_endpoint where id = $1', [id]);
  await tx.sql.query('delete from webhook_delivery where endpoint_id = $1', [id]);
  return true;
});

/** What happened meanwhile is not told; what was given up can be replayed. */
export const enableWebhookEndpoint = useCase('notifications.enableWebhookEndpoint', one, async (tx, { id }): Promise<WebhookEndpoint> => {
  const endpoint = await lockEndpoint(tx, id, webhookPolicy.keeper);
  if (endpoint.status === 'ENABLED') return endpoint;
  await tx.sql.query(
    `update webhook_endpoint set status = 'ENABLED', disabled_reason = null, failing_since = null, listens_since = now() where id = $1`,
    [id],
  );
  return changed(tx, id);
});

export const disableWebhookEndpoint = useCase('notifications.disableWebhookEndpoint', one, async (tx, { id }): Promise<WebhookEndpoint> => {
  const endpoint = await lockEndpoint(tx, id, webhookPolicy.keeper);
  if (endpoint.status === 'DISABLED') return endpoint;
  await disable(tx, id, 'BY_OWNER');
  return changed(tx, id);
});

/** As long as the secret before is good beside the new one. */
const BOTH_ARE_GOOD_FOR = '24 hours';

/** A new secret, shown this once. For a day webhooks are signed with the one before as well; of two rotations in a day the first one's ends. */
export const rotateWebhookSecret = useCase('notifications.rotateWebhookSecret', one, async (tx, { id }): Promise<WebhookEndpointSecret> => {
  await lockEndpoint(tx, id, webhookPolicy.owner);
  const [sealing, secret] = [sealingOf(tx), newWebhookSecret()];
  await tx.sql.query(
    `update webhook_endpoint set secret = $2, previous_secret = secret, previous_secret_until = now() + $3::interval where id = $1`,
    [id, sealing.seal(secret, id), BOTH_ARE_GOOD_FOR],
  );
  return { secret, endpoint: await changed(tx, id) };
});
