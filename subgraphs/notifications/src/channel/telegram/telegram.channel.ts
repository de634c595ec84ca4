import { askProvider, GONE, notNow, type ProviderAnswer, REFUSED, SILENT } from '../ask-provider.ts';
import type { Channel, DeliveryOutcome } from '../channel.ts';
import type { MakeChannel } from '../channels.ts';
import { inOnePiece } from '../shorten.ts';
import { telegramOf } from './telegram-settings.ts';

/** Telegram takes 4,096 characters, counted otherwise than here where they are rare ones. */
const LONGEST = 4_000;

/** Messages of a bot to people who have opened a chat with it. */
export const telegramChannel: MakeChannel = (environment) => {
  const telegram = telegramOf(environment);
  if (!telegram) return null;
  const deliver: Channel['deliver'] = async (message, signal) => {
    const body = JSON.stringify({
      chat_id: message.recipient,
      text: inOnePiece(message, LONGEST, '\n\n'),
      // A preview would fetch the page, which is for its reader.
      link_preview_options: { is_disabled: true },
    });
    const answer = await askProvider(telegram.method('sendMessage'), { headers: { 'content-type': 'application/json' }, body }, signal);
    return answer ? outcomeOf(answer) : SILENT;
  };
  return { kind: 'TELEGRAM', deliver };
};

interface TelegramAnswer {
  readonly result?: { readonly message_id?: number };
  readonly description?: string;
  readonly parameters?: { readonly retry_after?: number };
}

function outcomeOf(answer: ProviderAnswer): DeliveryOutcome {
  const { result, description = '', parameters } = answer.body as TelegramAnswer;
  if (answer.status === 200)
    return { kind: 'delivered', ...(result?.message_id !== undefined && { providerId: String(result.message_id) }) };
  // Blocked, or the account is deleted: a bot is forbidden nothing else by somebody it has talked with.
  if (answer.status === 403 || /chat not found|user is deactivated/i.test(description)) return GONE;
  return answer.status === 400 ? REFUSED : notNow(answer, parameters?.retry_after);
}
