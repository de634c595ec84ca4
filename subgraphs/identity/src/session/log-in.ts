import { DomainError } from '@stoa/kit/errors';
import { type DomainContext, workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { passwordFits } from '../user/password.ts';
import { User } from '../user/user.entity.ts';
import { type OpenedSession, openSession } from './open-session.ts';

const MAX_FAILURES = 10;
const WINDOW_MINUTES = 15;

const logInInput = z.object({ email: z.string().trim().toLowerCase().max(254), password: z.string().max(200) });

/** Logs in. A wrong password and an unknown address get the same answer after the same work. */
export const logIn = workflow('identity.logIn', logInInput, async (context, { email, password }): Promise<OpenedSession> => {
  await countAttempt(context, email);
  const user = await context.read.findOne(User, { email }, { populate: ['passwordHash'] });
  if (!(await passwordFits(password, user?.passwordHash ?? null)) || !user)
    throw new DomainError('INVALID_CREDENTIALS', 'E-mail address and password do not match an account');
  return context.transact(async (tx) => {
    await tx.sql.query('delete from log_in_failure where email = $1', [email]);
    return openSession(tx, user, context.userAgent);
  });
});

/** Counts before the password is looked at, so that guesses made at the same time are all counted. A success clears the count. */
async function countAttempt(context: DomainContext, email: string): Promise<void> {
  const [row] = await context.sql.query<{ count: number; retry_after: number }>(
    `insert into log_in_failure as failure (email, count, window_ends_at) values ($1, 1, now() + make_interval(mins => $2))
     on conflict (email) do update set
       count = case when failure.window_ends_at <= now() then 1 else failure.count + 1 end,
       window_ends_at = case when failure.window_ends_at <= now() then excluded.window_ends_at else failure.window_ends_at end
     returning count, ceil(extract(epoch from window_ends_at - now()))::int as retry_after`,
    [email, WINDOW_MINUTES],
  );
  if (row && row.count > MAX_FAILURES)
    throw new DomainError('RATE_LIMITED', 'Too many attempts to log in; try again later', { retryAfter: row.retry_after });
}
