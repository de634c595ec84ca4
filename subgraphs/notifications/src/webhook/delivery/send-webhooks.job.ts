import { job, minutes, seconds } from '@stoa/kit/jobs';
import { reseal } from '../endpoint/reseal.ts';
import { webhookClient, webhookSealing } from '../webhook-settings.ts';
import { endOverdueWebhooks } from './claim-webhooks.ts';
import { sendWebhooks } from './send-webhooks.ts';

/** Tells partners what is due. */
export const sendWebhooksJob = job('notifications.sendWebhooks', seconds(5), async (context) => {
  await endOverdueWebhooks(context);
  const sealing = context.use(webhookSealing);
  if (sealing) await sendWebhooks(context, context.use(webhookClient), sealing);
});

/** As long as partners can see what was sent to them, and have it sent again. */
const KEPT_FOR = '30 days';

/** What was told long ago is forgotten, and secrets go under the newest key. */
export const keepWebhooksTidy = job('notifications.keepWebhooksTidy', minutes(60), async (context) => {
  await context.write(`delete from webhook_delivery where status <> 'QUEUED' and created_at < now() - $1::interval`, [KEPT_FOR]);
  const sealing = context.use(webhookSealing);
  if (sealing) await reseal(context, sealing);
});
