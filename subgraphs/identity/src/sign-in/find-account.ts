import { DomainError } from '@stoa/kit/errors';
import { constraintOf } from '@stoa/kit/persistence';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { UserRegistered } from '@stoa/schema/events/identity';
import { wantMail } from '../mail/want-mail.ts';
import { User } from '../user/user.entity.ts';
import { email as emailAddress } from '../user/user.input.ts';
import { decideSignIn } from './decide-sign-in.ts';
import { ProviderAccount } from './provider-account.entity.ts';
import { signInProviders } from './providers.ts';
import type { SignedIn } from './use-sign-in-code.ts';

const unverified = () => new DomainError('EMAIL_UNVERIFIED', 'The provider does not say that your e-mail address is verified');
const taken = () =>
  new DomainError('EMAIL_TAKEN', 'There is an account with your e-mail address; log in to it, and link the provider there');

/** Of two who come for the first time at once one makes the account, and the other finds it made. */
const MADE_MEANWHILE: ReadonlySet<string | undefined> = new Set(['provider_account_issuer_subject_unique', 'users_email_unique']);

/** Does something with the account of whom an issuer names: the one that is linked, one that may be, or one that is opened for them. */
export async function findAccount<T>(
  context: DomainContext,
  signedIn: SignedIn,
  work: (tx: Transaction, user: User) => Promise<T>,
): Promise<T> {
  const once = (): Promise<T> => context.transact(async (tx) => work(tx, (await linkedUser(tx, signedIn)) ?? (await joined(tx, signedIn))));
  try {
    return await once();
  } catch (error) {
    if (!MADE_MEANWHILE.has(constraintOf(error))) throw error;
    return once();
  }
}

/** The account that is linked. The row's lock has a suspension that happens meanwhile wait, or be seen. */
async function linkedUser(tx: Transaction, { issuer, subject }: SignedIn): Promise<User | null> {
  const [linked] = await tx.sql.query<{ user_id: string }>(
    'update provider_account set last_used_at = now() where issuer = $1 and subject = $2 returning user_id',
    [issuer, subject],
  );
  return linked ? tx.lock(User, { id: linked.user_id }) : null;
}

async function joined(tx: Transaction, signedIn: SignedIn): Promise<User> {
  const email = emailAddress.safeParse(signedIn.email).data;
  const local = email ? await tx.lock(User, { email }) : null;
  const decision = decideSignIn({
    isEmailVerified: email !== undefined && signedIn.isEmailVerified,
    linksByEmail: tx.use(signInProviders).get(signedIn.provider)?.settings.linksByEmail ?? false,
    local: local && { isEmailVerified: local.emailVerifiedAt !== null, accountType: local.accountType },
  });
  if (decision === 'UNVERIFIED') throw unverified();
  if (decision === 'TAKEN') throw taken();
  const user = local ?? openAccount(tx, email!, signedIn);
  tx.em.persist(ProviderAccount.of(user.id, { ...signedIn, email: email! }));
  if (local) await wantMail(tx, 'SIGN_IN_CHANGED', user.email);
  return user;
}

/** A buyer without a password: nobody logs in with one until its owner sets one by mail. */
function openAccount(tx: Transaction, email: string, { firstName, lastName }: SignedIn): User {
  const user = User.open({ email, passwordHash: null, firstName, lastName, accountType: 'BUYER' });
  user.emailVerifiedAt = new Date();
  tx.em.persist(user);
  tx.emit(UserRegistered, user, { userId: user.id, accountType: user.accountType, sellerId: null });
  return user;
}
