import { job, minutes } from '@stoa/kit/jobs';
import { askProvider } from '../ask-provider.ts';
import { telegram } from './telegram-webhook.route.ts';

const TIMEOUT_MS = 10_000;

/** Tells Telegram where its messages are taken, by which secret, and that no others are wanted. To say it again changes nothing. */
export const announceWebhook = job('notifications.announceWebhook', minutes(60), async (context) => {
  const bot = context.use(telegram);
  if (!bot) return;
  const body = JSON.stringify({ url: bot.webhookUrl, secret_token: bot.webhookSecret, allowed_updates: ['message', 'my_chat_member'] });
  const headers = { 'content-type': 'application/json' };
  const answer = await askProvider(bot.method('setWebhook'), { headers, body }, AbortSignal.timeout(TIMEOUT_MS));
  // It takes addresses that begin with https: alone, so that on a machine of one's own it takes none.
  if (answer?.status !== 200) context.log.warn({ status: answer?.status ?? null }, 'Telegram was not told where its messages are taken');
});
