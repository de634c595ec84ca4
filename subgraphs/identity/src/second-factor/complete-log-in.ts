import { badInput } from '@stoa/kit/errors';
import { type Transaction, workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { assertNotSuspended } from '../session/assert-not-suspended.ts';
import { countByAddress } from '../session/count-by-address.ts';
import { forgetLogIns } from '../session/count-log-in.ts';
import { type OpenedSession, openSession } from '../session/open-session.ts';
import { User } from '../user/user.entity.ts';
import { badChallenge, takeChallenge, tryChallenge } from './challenges.ts';
import { countSecondFactor } from './count-second-factor.ts';
import { usePasskey, wrongFactor } from './passkeys.ts';
import { useRecoveryCode } from './recovery-codes.ts';
import { useTotpCode } from './use-totp-code.ts';

const MAX_PASSKEY_LENGTH = 20_000;

const completeLogInInput = z
  .object({
    challenge: z.string().max(200),
    code: z.string().max(50).nullish(),
    passkey: z.string().max(MAX_PASSKEY_LENGTH).nullish(),
  })
  .refine(({ code, passkey }) => Boolean(code) !== Boolean(passkey), 'give either a code or a passkey');

type Answer = z.output<typeof completeLogInInput>;

/** Answers what was asked besides the first factor: by a code of a program, one of the codes on paper, or a passkey. */
export const completeLogIn = workflow('identity.completeLogIn', completeLogInInput, async (context, answer): Promise<OpenedSession> => {
  await countByAddress(context);
  const { userId, toSign } = await tryChallenge(context, answer.challenge);
  await countSecondFactor(context, userId);
  return context.transact(async (tx) => {
    const user = await tx.lock(User, { id: userId });
    if (!user) throw badChallenge();
    assertNotSuspended(user);
    // A refusal undoes this, and leaves the question for the next try.
    await takeChallenge(tx.sql, 'SECOND_FACTOR', answer.challenge, userId);
    if (!(await isRight(tx, user, answer, toSign))) throw wrongFactor();
    await forgetLogIns(tx, user.email);
    return openSession(tx, user, context.userAgent, { hasSecondFactor: true });
  });
});

async function isRight(tx: Transaction, { id, email }: User, { code, passkey }: Answer, toSign: string | null): Promise<boolean> {
  if (passkey) {
    if (!toSign) throw badInput('was not asked for', 'passkey');
    return (await usePasskey(tx, passkey, toSign, { isSoleFactor: false }))?.userId === id;
  }
  const written = code!.replace(/\s/g, '');
  return /^\d{6}$/.test(written) ? useTotpCode(tx, id, written) : useRecoveryCode(tx, id, email, written);
}
