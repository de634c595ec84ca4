import { DomainError, notFound } from '@stoa/kit/errors';
import { type Transaction, workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { assertFresh } from '../session/assert-fresh.ts';
import { countByAddress } from '../session/count-by-address.ts';
import { countLogIn, forgetLogIns } from '../session/count-log-in.ts';
import { identitySettings } from '../settings.ts';
import { closeAccount, lockedAccount } from '../user/close-account.ts';
import { passwordFits } from '../user/password.ts';
import { User } from '../user/user.entity.ts';
import { DataErasure } from './data-erasure.entity.ts';
import { eraseAccounts } from './erase-accounts.job.ts';

const wrongPassword = () => new DomainError('INVALID_CREDENTIALS', 'The password is not that of this account');

/**
 * Closes one's account at once, and has it forgotten once the days have passed in which that can be taken back and nothing is open any
 * more. Whoever finds somebody else's device unlocked has no password, so it is asked for, and tries are counted as those to log in. Who has
 * none must have logged in just now.
 */
export const requestDataErasure = workflow(
  'identity.requestDataErasure',
  z.object({ password: z.string().max(200).nullish() }),
  async (context, { password }): Promise<DataErasure> => {
    const id = context.viewer.userId!;
    const user = await context.read.findOne(User, { id }, { populate: ['passwordHash'] });
    if (!user) throw notFound('user');
    if (user.accountType === 'ADMIN') throw new DomainError('FORBIDDEN', 'What administrators did must be known as theirs');
    if (user.passwordHash === null) await assertFresh(context);
    else {
      await countByAddress(context);
      await countLogIn(context, user.email);
      if (!(await passwordFits(password ?? '', user.passwordHash))) throw wrongPassword();
    }
    return context.transact((tx) => close(tx, id, user.passwordHash));
  },
);

async function close(tx: Transaction, id: string, passwordHash: string | null): Promise<DataErasure> {
  const account = await lockedAccount(tx, id);
  const [now] = await tx.sql.query<{ fits: boolean }>('select password_hash is not distinct from $2 as fits from users where id = $1', [
    id,
    passwordHash,
  ]);
  if (!now?.fits) throw wrongPassword();
  await forgetLogIns(tx, account.user.email);
  await closeAccount(tx, account);
  await tx.sql.query(
    'insert into data_erasure (user_id, due_at) values ($1, now() + make_interval(days => $2)) on conflict (user_id) do nothing',
    [id, tx.use(identitySettings).STOA_ERASURE_DAYS],
  );
  // Where no days are given to change one's mind, nothing else is waited for.
  tx.wakeJob(eraseAccounts.name);
  return (await tx.lockRow(DataErasure, { userId: id }))!;
}
