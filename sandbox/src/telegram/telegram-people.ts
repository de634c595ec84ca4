import type { FastifyInstance } from 'fastify';
import type { Callbacks } from '../outbox/callbacks.ts';
import type { Outbox } from '../outbox/outbox.ts';

interface Chat {
  readonly id: number;
  hasBlocked: boolean;
}

/** Who talks to the bot, and where the bot is told of it. */
export class TelegramPeople {
  readonly #chats = new Map<number, Chat>();
  #lastId = 0;
  webhook: { readonly url: string; readonly secret: string } | null = null;

  constructor(
    private readonly callbacks: Callbacks,
    private readonly outbox: Outbox,
  ) {}

  find(id: string): Chat | undefined {
    return this.#chats.get(Number(id));
  }

  nextId(): number {
    return ++this.#lastId;
  }

  /** Somebody writes to the bot, which opens the chat: a bot cannot write first. What the bot answers at once is kept. */
  async write(id: number, text: string, language = 'en'): Promise<void> {
    this.#chats.set(id, { id, hasBlocked: false });
    const from = { id, is_bot: false, first_name: 'Somebody', language_code: language };
    await this.#tell({ message: { message_id: this.nextId(), date: 0, chat: { id, type: 'private' }, from, text } });
  }

  /** Somebody blocks the bot. */
  async block(id: number): Promise<void> {
    this.#chats.set(id, { id, hasBlocked: true });
    await this.#tell({ my_chat_member: { chat: { id, type: 'private' }, new_chat_member: { status: 'kicked' } } });
  }

  empty(): void {
    this.#chats.clear();
  }

  async #tell(update: object): Promise<void> {
    if (!this.webhook) return;
    const { url, secret } = this.webhook;
    const answer = await this.callbacks.post(url, {
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
      body: JSON.stringify({ update_id: this.nextId(), ...update }),
    });
    // A bot may answer by the method that it would have called.
    const said = (await answer?.json().catch(() => null)) as { method?: string; chat_id?: number; text?: string } | null;
    if (said?.method === 'sendMessage' && said.text)
      this.outbox.keep({ channel: 'TELEGRAM', to: String(said.chat_id), title: '', text: said.text, said });
  }
}

/** Lets a test be the people who talk to the bot. */
export function addTelegramControls(app: FastifyInstance, people: TelegramPeople): void {
  app.post('/_sandbox/telegram/messages', async (request, reply) => {
    const { chatId, text, language } = (request.body ?? {}) as { chatId?: number; text?: string; language?: string };
    if (!Number.isSafeInteger(chatId) || typeof text !== 'string') return reply.code(400).send({ error: 'Want { chatId, text }.' });
    await people.write(chatId!, text, language);
    return { chatId, text };
  });
  app.post('/_sandbox/telegram/chats/:id/block', async (request) => {
    const { id } = request.params as { id: string };
    await people.block(Number(id));
    return { chatId: Number(id), hasBlocked: true };
  });
}
