import { workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { assertNotSuspended } from '../session/assert-not-suspended.ts';
import { countByAddress } from '../session/count-by-address.ts';
import { forgetLogIns } from '../session/count-log-in.ts';
import { type OpenedSession, openSession } from '../session/open-session.ts';
import { User } from '../user/user.entity.ts';
import { badChallenge, putChallenge, takeChallenge } from './challenges.ts';
import { askForPasskey, usePasskey, wrongFactor } from './passkeys.ts';

/** Asks for a passkey of anybody, who need not say who they are: the passkey does. */
export const startPasskeyLogIn = workflow('identity.startPasskeyLogIn', z.object({}), async (context) => {
  await countByAddress(context);
  const { options, toSign } = await askForPasskey(context, null);
  return { challenge: await putChallenge(context.sql, 'PASSKEY', null, toSign), options };
});

const finishPasskeyLogInInput = z.object({ challenge: z.string().max(200), passkey: z.string().max(20_000) });

/** Logs in whose passkey it is. It was unlocked by a finger or a PIN, so it counts for both factors. A question takes one answer. */
export const finishPasskeyLogIn = workflow(
  'identity.finishPasskeyLogIn',
  finishPasskeyLogInInput,
  async (context, input): Promise<OpenedSession> => {
    await countByAddress(context);
    const { toSign } = await takeChallenge(context.sql, 'PASSKEY', input.challenge, null);
    return context.transact(async (tx) => {
      const passkey = await usePasskey(tx, input.passkey, toSign ?? '', { isSoleFactor: true });
      if (!passkey) throw wrongFactor();
      const user = await tx.lock(User, { id: passkey.userId });
      if (!user) throw badChallenge();
      assertNotSuspended(user);
      await forgetLogIns(tx, user.email);
      return openSession(tx, user, context.userAgent, { hasSecondFactor: true });
    });
  },
);
