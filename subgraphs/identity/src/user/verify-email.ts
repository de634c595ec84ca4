import { permitted } from '@stoa/kit/policy';
import { useCase, workflow } from '@stoa/kit/use-case';
import { EmailVerified } from '@stoa/schema/events/identity';
import { z } from 'zod';
import { badLink, useLink } from '../mail/use-link.ts';
import { countMailByAddress, wantMail } from '../mail/want-mail.ts';
import { User } from './user.entity.ts';
import { userPolicy } from './user.policy.ts';

/** Has a link sent once more by which the account's owner proves that its address is theirs. Nothing is sent where that is proved. */
export const requestEmailVerification = workflow('identity.requestEmailVerification', z.object({}), async (context) => {
  await countMailByAddress(context);
  const user = permitted(context.viewer, await context.read.findOne(User, { id: context.viewer.userId ?? '' }), userPolicy.change, 'user');
  await context.transact((tx) => wantMail(tx, 'VERIFY_EMAIL', user.email));
  return true;
});

/**
 * Proves an address. It takes both the link and being logged in: who has only the account may have opened it with somebody else's address,
 * and who has only the link may have followed it without a thought, and would have lent that account their name.
 */
export const verifyEmail = useCase('identity.verifyEmail', z.object({ token: z.string().max(200) }), async (tx, { token }) => {
  const user = permitted(tx.viewer, await tx.lock(User, { id: tx.viewer.userId ?? '' }), userPolicy.change, 'user');
  const proof = await useLink(tx.sql, 'VERIFY_EMAIL', token);
  // Refused, all of this is undone, so the link is still good for whose it is.
  if (proof.user_id !== user.id || proof.email !== user.email) throw badLink();
  if (user.emailVerifiedAt) return user;
  user.emailVerifiedAt = new Date();
  tx.emit(EmailVerified, user, { userId: user.id });
  return user;
});
