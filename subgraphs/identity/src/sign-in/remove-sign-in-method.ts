import { DomainError } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { permitted } from '@stoa/kit/policy';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { wantMail } from '../mail/want-mail.ts';
import { assertFresh } from '../session/assert-fresh.ts';
import { User } from '../user/user.entity.ts';
import { ProviderAccount } from './provider-account.entity.ts';
import { signInPolicy } from './sign-in.policy.ts';

/** Takes a way to log in away from one's own account. The last one stays: without it nobody would get in again. */
export const removeSignInMethod = useCase('identity.removeSignInMethod', z.object({ id: entityId }), async (tx, { id }) => {
  const account = permitted(tx.viewer, await tx.em.findOne(ProviderAccount, { id }), signInPolicy.remove, 'sign-in method');
  await assertFresh(tx);
  // Of two that are removed at once the second one finds the first one gone.
  const user = await tx.lock(User, { id: account.userId });
  const [left] = await tx.sql.query<{ count: number }>(
    `select (select count(*) from provider_account where user_id = $1 and id <> $2)::int
          + (select count(*) from users where id = $1 and password_hash is not null)::int as count`,
    [account.userId, id],
  );
  if (!left?.count) throw new DomainError('INVALID_TRANSITION', 'It is the last way to log in to your account; add another one first');
  await tx.sql.query('delete from provider_account where id = $1', [id]);
  if (user) await wantMail(tx, 'SIGN_IN_CHANGED', user.email);
  return true;
});
