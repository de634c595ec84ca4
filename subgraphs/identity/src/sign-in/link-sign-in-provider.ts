import { DomainError } from '@stoa/kit/errors';
import { constraintOf } from '@stoa/kit/persistence';
import { permitted } from '@stoa/kit/policy';
import { workflow } from '@stoa/kit/use-case';
import { wantMail } from '../mail/want-mail.ts';
import { assertFresh } from '../session/assert-fresh.ts';
import { countByAddress } from '../session/count-by-address.ts';
import { User } from '../user/user.entity.ts';
import { userPolicy } from '../user/user.policy.ts';
import { ProviderAccount } from './provider-account.entity.ts';
import { signInCodeInput, useSignInCode } from './use-sign-in-code.ts';

/** Links the account at a provider that somebody has just signed in to with the account here that they are logged in to, whatever its address. */
export const linkSignInProvider = workflow('identity.linkSignInProvider', signInCodeInput, async (context, input) => {
  await countByAddress(context);
  await assertFresh(context);
  const signedIn = await useSignInCode(context, input);
  try {
    return await context.transact(async (tx) => {
      const user = permitted(tx.viewer, await tx.lock(User, { id: tx.viewer.userId ?? '' }), userPolicy.change, 'user');
      const linked = await tx.em.findOne(ProviderAccount, { issuer: signedIn.issuer, subject: signedIn.subject });
      if (linked?.userId === user.id) return linked;
      const account = ProviderAccount.of(user.id, signedIn);
      tx.em.persist(account);
      await wantMail(tx, 'SIGN_IN_CHANGED', user.email);
      await tx.em.flush();
      return account;
    });
  } catch (error) {
    if (constraintOf(error) !== 'provider_account_issuer_subject_unique') throw error;
    throw new DomainError('INVALID_TRANSITION', 'This account of the provider is linked to another account here');
  }
});
