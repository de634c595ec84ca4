import { createHash, randomBytes } from 'node:crypto';
import { newId } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import { wantMail } from '../mail/want-mail.ts';
import { RecoveryCode } from './recovery-code.entity.ts';

const COUNT = 10;
/** No letter that looks like another one, or like a digit. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const LENGTH = 16;

/** Dashes and capitals are how people write. */
const plain = (code: string): string => code.toLowerCase().replace(/[^a-z0-9]/g, '');

const hashOf = (code: string): string => createHash('sha256').update(plain(code)).digest('base64url');

/** Eighty random bits, in groups of four. */
function newCode(): string {
  let text = '';
  while (text.length < LENGTH) {
    // A byte that would make some letters likelier than others is thrown away.
    for (const byte of randomBytes(LENGTH))
      if (byte < ALPHABET.length * Math.floor(256 / ALPHABET.length) && text.length < LENGTH) text += ALPHABET[byte % ALPHABET.length];
  }
  return text.match(/.{4}/g)!.join('-');
}

/** Makes new codes and shows them, this once. The old ones are over. */
export async function renewCodes({ sql, insert }: Pick<Transaction, 'sql' | 'insert'>, userId: string): Promise<string[]> {
  await sql.query('delete from recovery_code where user_id = $1', [userId]);
  const codes = Array.from({ length: COUNT }, newCode);
  await insert(
    RecoveryCode,
    codes.map((code) => ({ id: newId(), userId, codeHash: hashOf(code), usedAt: null })),
  );
  return codes;
}

/** The codes that come with a first second factor; none where there are some. */
export async function firstCodes(tx: Pick<Transaction, 'sql' | 'insert'>, userId: string): Promise<string[]> {
  const left = await tx.sql.query('select 1 from recovery_code where user_id = $1 and used_at is null limit 1', [userId]);
  return left.length > 0 ? [] : renewCodes(tx, userId);
}

/** Uses a code up, and tells its owner. Of two who do so at once one is refused. */
export async function useRecoveryCode(
  tx: Pick<Transaction, 'sql' | 'wakeJob'>,
  userId: string,
  email: string,
  code: string,
): Promise<boolean> {
  const used = await tx.sql.query(
    'update recovery_code set used_at = now() where user_id = $1 and code_hash = $2 and used_at is null returning id',
    [userId, hashOf(code)],
  );
  if (used.length > 0) await wantMail(tx, 'RECOVERY_CODE_USED', email);
  return used.length > 0;
}
