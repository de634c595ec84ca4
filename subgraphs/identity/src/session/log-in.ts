import { DomainError } from '@stoa/kit/errors';
import { type Transaction, workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { admit, sessionOf } from '../second-factor/admit.ts';
import { passwordFits } from '../user/password.ts';
import { User } from '../user/user.entity.ts';
import { countByAddress } from './count-by-address.ts';
import { countLogIn } from './count-log-in.ts';
import type { OpenedSession } from './open-session.ts';

const noAccount = () => new DomainError('INVALID_CREDENTIALS', 'E-mail address and password do not match an account');

const logInInput = z.object({ email: z.string().trim().toLowerCase().max(254), password: z.string().max(200) });

/**
 * Logs in. A wrong password and an unknown address get the same answer after the same work. Tries are counted before the password is
 * looked at, so that guesses made at the same time are all counted; a success clears the counts of its e-mail address. Where the account has a
 * second factor, SECOND_FACTOR_REQUIRED asks for it.
 */
export const logIn = workflow('identity.logIn', logInInput, async (context, { email, password }): Promise<OpenedSession> => {
  await countByAddress(context);
  await countLogIn(context, email);
  const user = await context.read.findOne(User, { email }, { populate: ['passwordHash'] });
  if (!(await passwordFits(password, user?.passwordHash ?? null)) || !user) throw noAccount();
  const admitted = await context.transact(async (tx) => {
    await assertStillFits(tx, user);
    return admit(tx, user, context.userAgent);
  });
  return sessionOf(admitted);
});

/**
 * A password may have been changed, or the account suspended, since it was looked at; whoever does either ends all sessions, and would
 * miss one that is opened right after. The row's lock has one of the two go first.
 */
async function assertStillFits({ sql }: Transaction, { id, passwordHash }: User): Promise<void> {
  const [now] = await sql.query<{ fits: boolean; is_suspended: boolean }>(
    'select password_hash = $2 as fits, suspended_at is not null as is_suspended from users where id = $1 for share',
    [id, passwordHash],
  );
  if (!now?.fits) throw noAccount();
  if (now.is_suspended) throw new DomainError('FORBIDDEN', 'This account is suspended');
}
