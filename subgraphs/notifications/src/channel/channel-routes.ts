import type { Route } from '@stoa/kit/subgraph';
import { sesNoticeRoute } from './email/ses-notice.route.ts';
import { twilioStatusRoute } from './sms/twilio-status.route.ts';
import { telegramWebhookRoute } from './telegram/telegram-webhook.route.ts';

/** What providers call: bounces, complaints, what became of messages, and what people write to the bot. */
export const channelRoutes: readonly Route[] = [sesNoticeRoute, twilioStatusRoute, telegramWebhookRoute];
