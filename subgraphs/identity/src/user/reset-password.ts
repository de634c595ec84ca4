import { type Transaction, workflow } from '@stoa/kit/use-case';
import { PasswordChanged } from '@stoa/schema/events/identity';
import { z } from 'zod';
import { assertLink, badLink, useLink } from '../mail/use-link.ts';
import { wantMail } from '../mail/want-mail.ts';
import { countByAddress } from '../session/count-by-address.ts';
import { forgetLogIns } from '../session/count-log-in.ts';
import { endSessions } from '../session/end-sessions.ts';
import { hashPassword } from './password.ts';
import { User } from './user.entity.ts';
import { password } from './user.input.ts';

const resetPasswordInput = z.object({ token: z.string().max(200), newPassword: password });

/** Sets a new password by a link that was sent to the account's address, and ends every session of it. */
export const resetPassword = workflow('identity.resetPassword', resetPasswordInput, async (context, { token, newPassword }) => {
  await countByAddress(context);
  await assertLink(context.sql, 'RESET_PASSWORD', token);
  const passwordHash = await hashPassword(newPassword);
  return context.transact((tx) => reset(tx, token, passwordHash));
});

async function reset(tx: Transaction, token: string, passwordHash: string): Promise<true> {
  const proof = await useLink(tx.sql, 'RESET_PASSWORD', token);
  const user = await tx.lock(User, { id: proof.user_id });
  if (user?.email !== proof.email) throw badLink();
  user.passwordHash = passwordHash;
  // The link came by mail to this address.
  user.emailVerifiedAt ??= new Date();
  await tx.sql.query(`update mail_link set used_at = now() where user_id = $1 and kind = 'RESET_PASSWORD' and used_at is null`, [user.id]);
  await forgetLogIns(tx, user.email);
  await endSessions(tx, user.id, 'PASSWORD_CHANGED');
  await wantMail(tx, 'PASSWORD_CHANGED', user.email);
  tx.emit(PasswordChanged, user, { userId: user.id });
  return true;
}
