import type { Resource, Route } from '@stoa/kit/subgraph';
import { sesNoticeRoute, sns } from './email/ses-notice.route.ts';
import { pushOffer } from './push/web-push-settings.ts';
import { twilio, twilioStatusRoute } from './sms/twilio-status.route.ts';
import { telegram, telegramWebhookRoute } from './telegram/telegram-webhook.route.ts';

/** What providers call: bounces, complaints, what became of messages, and what people write to the bot. */
export const channelRoutes: readonly Route[] = [sesNoticeRoute, twilioStatusRoute, telegramWebhookRoute];

/** What those, and whoever registers an address, need of the configuration. */
export const channelResources: readonly Resource<unknown>[] = [sns, twilio, telegram, pushOffer];
