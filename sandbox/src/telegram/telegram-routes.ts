import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Misfortune, Misfortunes } from '../outbox/misfortune.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { TelegramPeople } from './telegram-people.ts';

/** Telegram counts characters, and takes no more than these. */
const LONGEST_TEXT = 4_096;

const refusalOf = (error_code: number, description: string, parameters?: object): object => ({
  ...{ ok: false, error_code, description },
  ...(parameters && { parameters }),
});

const wordMisfortune = ({ status, retryAfter = 1 }: Misfortune): object =>
  status === 429
    ? refusalOf(429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter })
    : refusalOf(status, 'Ordered by a test');

/** Plays the Bot API of Telegram, as much of it as a bot that only tells people something speaks. */
export function addTelegram(
  app: FastifyInstance,
  token: string,
  { outbox, people }: { outbox: Outbox; people: TelegramPeople },
): Misfortunes {
  const misfortunes = new Misfortunes(wordMisfortune);
  app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      // Telegram does not say which bots there are: a wrong token is an address that does not exist.
      if ((request.params as { bot?: string }).bot !== `bot${token}`) return reply.code(401).send(refusalOf(401, 'Unauthorized'));
    });
    scope.get('/telegram/:bot/getMe', async () => ({
      ok: true,
      result: { id: 1, is_bot: true, first_name: 'Stoa', username: 'stoa_sandbox_bot' },
    }));
    scope.get('/telegram/:bot/getWebhookInfo', async () => ({ ok: true, result: { url: people.webhook?.url ?? '' } }));
    scope.post('/telegram/:bot/setWebhook', async (request) => {
      const { url = '', secret_token = '' } = (request.body ?? {}) as { url?: string; secret_token?: string };
      people.webhook = url === '' ? null : { url, secret: secret_token };
      return { ok: true, result: true, description: 'Webhook was set' };
    });
    scope.post('/telegram/:bot/sendMessage', misfortunes.onRoute, async (request, reply) => {
      const said = (request.body ?? {}) as { chat_id?: number | string; text?: string };
      const refused = refusalFor(said, people);
      if (refused) return send(reply, refused);
      outbox.keep({ channel: 'TELEGRAM', to: String(said.chat_id), title: '', text: said.text!, said });
      return { ok: true, result: { message_id: people.nextId(), chat: { id: Number(said.chat_id), type: 'private' }, text: said.text } };
    });
  });
  return misfortunes;
}

const send = (reply: FastifyReply, [status, description]: readonly [number, string]): FastifyReply =>
  reply.code(status).send(refusalOf(status, description));

function refusalFor({ chat_id, text = '' }: { chat_id?: number | string; text?: string }, people: TelegramPeople): [number, string] | null {
  const chat = people.find(String(chat_id));
  if (!chat) return [400, 'Bad Request: chat not found'];
  if (chat.hasBlocked) return [403, 'Forbidden: bot was blocked by the user'];
  if (text === '') return [400, 'Bad Request: message text is empty'];
  if (text.length > LONGEST_TEXT) return [400, 'Bad Request: message is too long'];
  return null;
}
