import { createHash, timingSafeEqual } from 'node:crypto';
import { json, type RouteResponse, resource, route } from '@stoa/kit/subgraph';
import type { DomainContext } from '@stoa/kit/use-case';
import { linkChat } from '../../telegram/link-chat.ts';
import { heedNews } from '../heed-news.ts';
import { telegramOf } from './telegram-settings.ts';
import { readTelegramUpdate, type TelegramAct } from './telegram-update.ts';
import { botWords } from './telegram-words.ts';

export const telegram = resource('Telegram', telegramOf);

/** Telegram brings what people do in their chats with the bot. What the bot says to it stands in the answer. */
export const telegramWebhookRoute = route('POST', '/webhooks/telegram', async (context, { body, headers }) => {
  const bot = context.use(telegram);
  if (!bot) return json(404, { error: 'there is no bot here' });
  if (!isSame(headers['x-telegram-bot-api-secret-token'] ?? '', bot.webhookSecret)) return json(401, { error: 'bad secret' });
  const act = readTelegramUpdate(parsed(body));
  return act ? heed(context, act) : json(200, {});
});

async function heed(context: DomainContext, act: TelegramAct): Promise<RouteResponse> {
  const { chatId, language } = act;
  const words = botWords(language);
  if (act.kind === 'shown') {
    const isLinked = await context.transact((tx) => linkChat(tx, act.code, chatId));
    return say(chatId, isLinked ? words.linked : words.stale);
  }
  if (act.kind === 'wrote') return say(chatId, words.deaf);
  await heedNews(context, [{ kind: 'ended', channel: 'TELEGRAM', recipient: chatId, code: 'ADDRESS_OPTED_OUT' }]);
  return act.wrote ? say(chatId, words.ended) : json(200, {});
}

const say = (chatId: string, text: string): RouteResponse => json(200, { method: 'sendMessage', chat_id: Number(chatId), text });

/** Compared in a time that tells nothing of the secret, not even how long it is. */
function isSame(given: string, secret: string): boolean {
  const [a, b] = [given, secret].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a!, b!);
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}
