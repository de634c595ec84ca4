import { randomBytes } from 'node:crypto';
import { DomainError } from '@stoa/kit/errors';
import { text } from '@stoa/kit/graphql';
import { constraintOf } from '@stoa/kit/persistence';
import { workflow } from '@stoa/kit/use-case';
import { UserRegistered } from '@stoa/schema/events/identity';
import { z } from 'zod';
import { wantMail } from '../mail/want-mail.ts';
import { hashPassword } from '../user/password.ts';
import { User } from '../user/user.entity.ts';
import { email } from '../user/user.input.ts';
import { assertOwn, scopesOfViewer, staffScopes } from './staff-scopes.ts';

const input = z.object({ email, firstName: text(100), lastName: text(100), scopes: staffScopes });

/** Opens an administrator's account that nobody knows a password of: they set one by the link that is mailed to them. */
export const inviteStaff = workflow('identity.inviteStaff', input, async (context, { scopes, ...facts }): Promise<User> => {
  assertOwn(scopesOfViewer(context.viewer), scopes);
  const passwordHash = await hashPassword(randomBytes(32).toString('base64url'));
  try {
    return await context.transact(async (tx) => {
      const user = User.open({ ...facts, passwordHash, accountType: 'ADMIN', scopes });
      tx.em.persist(user);
      tx.emit(UserRegistered, user, { userId: user.id, accountType: 'ADMIN', sellerId: null });
      await wantMail(tx, 'RESET_PASSWORD', user.email);
      return user;
    });
  } catch (error) {
    if (constraintOf(error) === 'users_email_unique') throw new DomainError('EMAIL_TAKEN', 'There is an account with this e-mail address');
    throw error;
  }
});
