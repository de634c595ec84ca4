import { z } from 'zod';

const chat = z.object({ id: z.int(), type: z.string() });

const update = z.object({
  message: z.object({ chat, text: z.string().optional(), from: z.object({ language_code: z.string().optional() }).optional() }).optional(),
  my_chat_member: z.object({ chat, new_chat_member: z.object({ status: z.string() }) }).optional(),
});

/** What somebody has done in a chat with the bot. */
export type TelegramAct =
  /** They followed a link of ours, which holds a code. */
  | { readonly kind: 'shown'; readonly chatId: string; readonly code: string; readonly language: string }
  /** They want to hear no more: they blocked the bot, or wrote /stop. */
  | { readonly kind: 'left'; readonly chatId: string; readonly wrote: boolean; readonly language: string }
  /** They wrote anything else. */
  | { readonly kind: 'wrote'; readonly chatId: string; readonly language: string };

/** Reads what Telegram brings; null where it is not about a chat with one person, or nothing that we heed. */
export function readTelegramUpdate(body: unknown): TelegramAct | null {
  const { message, my_chat_member: member } = update.safeParse(body).data ?? {};
  if (member?.chat.type === 'private' && member.new_chat_member.status === 'kicked')
    return { kind: 'left', chatId: String(member.chat.id), wrote: false, language: 'en' };
  // In a group others would read what is one person's.
  if (message?.chat.type !== 'private') return null;
  const [chatId, language] = [String(message.chat.id), message.from?.language_code ?? 'en'];
  const code = /^\/start ([\w-]{1,64})$/.exec(message.text ?? '')?.[1];
  if (code) return { kind: 'shown', chatId, code, language };
  return message.text === '/stop' ? { kind: 'left', chatId, wrote: true, language } : { kind: 'wrote', chatId, language };
}
