import { badInput } from '@stoa/kit/errors';
import { entityId, text } from '@stoa/kit/graphql';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { wantMail } from '../mail/want-mail.ts';
import { assertFresh } from '../session/assert-fresh.ts';
import { endSessions } from '../session/end-sessions.ts';
import { assertMayDecide } from '../staff/staff-scopes.ts';
import { lockedAccount } from '../user/close-account.ts';
import type { User } from '../user/user.entity.ts';

const input = z.object({ userId: entityId, reason: text(500) });

/**
 * Takes all second factors from an account whose owner has lost theirs, and has shown in another way who they are. The first factor stays as it is, and whoever is
 * logged in is logged out: of two who say that the account is theirs, one may be there already. Where there is none, it changes nothing.
 */
export const resetSecondFactors = useCase('identity.resetSecondFactors', input, async (tx, { userId }): Promise<User> => {
  await assertFresh(tx);
  if (userId === tx.viewer.userId) throw badInput('is your own account', 'userId');
  const { user } = await lockedAccount(tx, userId);
  assertMayDecide(tx.viewer, user);
  const gone = await tx.sql.query(
    `with codes as (delete from recovery_code where user_id = $1),
       apps as (delete from totp_factor where user_id = $1 returning id), passkeys as (delete from passkey where user_id = $1 returning id)
     select id from apps union all select id from passkeys`,
    [userId],
  );
  if (gone.length === 0) return user;
  await endSessions(tx, userId, 'ACCOUNT_CHANGED');
  await wantMail(tx, 'FACTORS_RESET', user.email);
  return user;
});
