import { newId } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import { hashOfCode } from './link-telegram.ts';

/** Somebody said `/start CODE` in a chat: it is the chat of whoever was given the code. False for a code that is not good, or no more. */
export async function linkChat({ sql }: Pick<Transaction, 'sql'>, code: string, chatId: string): Promise<boolean> {
  const [link] = await sql.query<{ user_id: string }>(
    'delete from telegram_code where code_hash = $1 and expires_at > now() returning user_id',
    [hashOfCode(code)],
  );
  if (!link) return false;
  await sql.query(
    `insert into contact (id, user_id, channel, value) values ($1, $2, 'TELEGRAM', $3)
     on conflict (channel, value) do update set user_id = excluded.user_id`,
    [newId(), link.user_id, chatId],
  );
  return true;
}
