import { workflow } from '@stoa/kit/use-case';
import { admit, sessionOf } from '../second-factor/admit.ts';
import { assertNotSuspended } from '../session/assert-not-suspended.ts';
import { countByAddress } from '../session/count-by-address.ts';
import type { OpenedSession } from '../session/open-session.ts';
import { findAccount } from './find-account.ts';
import { signInCodeInput, useSignInCode } from './use-sign-in-code.ts';

/** Logs in whom a provider has sent back. Where the account has a second factor, SECOND_FACTOR_REQUIRED asks for it. */
export const exchangeSignInCode = workflow(
  'identity.exchangeSignInCode',
  signInCodeInput,
  async (context, input): Promise<OpenedSession> => {
    await countByAddress(context);
    const signedIn = await useSignInCode(context, input);
    const admitted = await findAccount(context, signedIn, async (tx, user) => {
      assertNotSuspended(user);
      return admit(tx, user, context.userAgent);
    });
    return sessionOf(admitted);
  },
);
