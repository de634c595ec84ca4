import { DomainError } from '@stoa/kit/errors';
import type { Transaction } from '@stoa/kit/use-case';
import { forgetLogIns } from '../session/count-log-in.ts';
import { type OpenedSession, openSession } from '../session/open-session.ts';
import type { User } from '../user/user.entity.ts';
import { putChallenge } from './challenges.ts';
import { Passkey } from './passkey.entity.ts';
import { askForPasskey } from './passkeys.ts';

type FactorKind = 'TOTP' | 'PASSKEY' | 'RECOVERY_CODE';

/** What somebody whose first factor was right is asked besides. */
interface AskedForMore {
  readonly challenge: string;
  readonly methods: readonly FactorKind[];
  readonly passkeyOptions: string | null;
}

export type Admitted = OpenedSession | AskedForMore;

/** Logs in somebody whose first factor was right, or asks for the second where the account has one. */
export async function admit(tx: Transaction, user: User, userAgent: string | null): Promise<Admitted> {
  const asked = await ask(tx, user.id);
  if (asked) return asked;
  // Only now: whoever knows the password could otherwise begin anew as often as they like, and guess codes for ever.
  await forgetLogIns(tx, user.email);
  return openSession(tx, user, userAgent);
}

async function ask(tx: Transaction, userId: string): Promise<AskedForMore | null> {
  const [has] = await tx.sql.query<{ totp: boolean; passkey: boolean; code: boolean }>(
    `select exists (select 1 from totp_factor where user_id = $1 and confirmed_at is not null) as totp,
            exists (select 1 from passkey where user_id = $1) as passkey,
            exists (select 1 from recovery_code where user_id = $1 and used_at is null) as code`,
    [userId],
  );
  if (!has || (!has.totp && !has.passkey)) return null;
  const methods: FactorKind[] = [];
  if (has.totp) methods.push('TOTP');
  if (has.passkey) methods.push('PASSKEY');
  if (has.code) methods.push('RECOVERY_CODE');
  const question = has.passkey ? await askForPasskey(tx, await tx.em.find(Passkey, { userId })) : null;
  const challenge = await putChallenge(tx.sql, 'SECOND_FACTOR', userId, question?.toSign ?? null);
  return { challenge, methods, passkeyOptions: question?.options ?? null };
}

/** The session; SECOND_FACTOR_REQUIRED where more was asked. It is thrown after the commit, which keeps the question. */
export function sessionOf(admitted: Admitted): OpenedSession {
  if ('sessionId' in admitted) return admitted;
  throw new DomainError('SECOND_FACTOR_REQUIRED', 'Show that it is you by a second factor', { ...admitted });
}
