import { DomainError } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { permitted } from '@stoa/kit/policy';
import { type Transaction, useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { wantMail } from '../mail/want-mail.ts';
import { hasSecondFactor } from '../second-factor/enrol.ts';
import { Passkey } from '../second-factor/passkey.entity.ts';
import { TotpFactor } from '../second-factor/totp-factor.entity.ts';
import { assertFresh } from '../session/assert-fresh.ts';
import { User } from '../user/user.entity.ts';
import { ProviderAccount } from './provider-account.entity.ts';
import { signInPolicy } from './sign-in.policy.ts';

/** Takes a way to log in away from one's own account. The last one stays: without it nobody would get in again. */
export const removeSignInMethod = useCase('identity.removeSignInMethod', z.object({ id: entityId }), async (tx, { id }) => {
  const { userId } = permitted(tx.viewer, await methodOf(tx, id), signInPolicy.remove, 'sign-in method');
  await assertFresh(tx);
  // Of two that are removed at once the second one finds the first one gone.
  const user = await tx.lock(User, { id: userId });
  if (!(await isAnotherLeft(tx, userId, id)))
    throw new DomainError('INVALID_TRANSITION', 'It is the last way to log in to your account; add another one first');
  for (const table of ['provider_account', 'passkey', 'totp_factor']) await tx.sql.query(`delete from ${table} where id = $1`, [id]);
  // Codes on paper stand for a second factor, and would let in by themselves nobody whom they should.
  if (!(await hasSecondFactor(tx, userId))) await tx.sql.query('delete from recovery_code where user_id = $1', [userId]);
  if (user) await wantMail(tx, 'SIGN_IN_CHANGED', user.email);
  return true;
});

const methodOf = async ({ em }: Transaction, id: string): Promise<{ readonly userId: string } | null> =>
  (await em.findOne(ProviderAccount, { id })) ?? (await em.findOne(Passkey, { id })) ?? (await em.findOne(TotpFactor, { id }));

/** Whether somebody could log in without this one: the codes of an app are asked for besides, and let in nobody. */
async function isAnotherLeft({ sql }: Transaction, userId: string, id: string): Promise<boolean> {
  const found = await sql.query(
    `select 1 where exists (select 1 from provider_account where user_id = $1 and id <> $2)
                 or exists (select 1 from passkey where user_id = $1 and id <> $2)
                 or exists (select 1 from users where id = $1 and password_hash is not null)`,
    [userId, id],
  );
  return found.length > 0;
}
