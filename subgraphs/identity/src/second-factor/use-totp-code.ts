import type { Transaction } from '@stoa/kit/use-case';
import { stepOfCode } from './totp.ts';

/** Takes a code, once: it and all older ones are refused from then on, also of two who bring it at the same time. */
export async function useTotpCode({ sql }: Pick<Transaction, 'sql'>, userId: string, code: string): Promise<boolean> {
  const [factor] = await sql.query<{ secret: string }>('select secret from totp_factor where user_id = $1 and confirmed_at is not null', [
    userId,
  ]);
  const step = factor ? stepOfCode(factor.secret, code) : null;
  if (step === null) return false;
  const used = await sql.query('update totp_factor set last_step = $2 where user_id = $1 and last_step < $2 returning id', [userId, step]);
  return used.length > 0;
}
