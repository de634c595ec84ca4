import { DomainError } from '@stoa/kit/errors';
import { constraintOf, newId } from '@stoa/kit/persistence';
import { type DomainContext, type Transaction, workflow } from '@stoa/kit/use-case';
import { UserRegistered } from '@stoa/schema/events/identity';
import { wantMail } from '../mail/want-mail.ts';
import { Seller } from '../seller/seller.entity.ts';
import { tellStanding } from '../seller/seller-standing.ts';
import { countByAddress } from '../session/count-by-address.ts';
import { type OpenedSession, openSession } from '../session/open-session.ts';
import { identitySettings } from '../settings.ts';
import { hashPassword } from './password.ts';
import { User } from './user.entity.ts';
import { registerInput } from './user.input.ts';

/** Opens an account and logs it in. A seller may sell at once, unless administrators want to approve of each. */
export const register = workflow('identity.register', registerInput, async (context, input): Promise<OpenedSession> => {
  await countByAddress(context);
  if (input.accountType === 'ADMIN') throw new DomainError('FORBIDDEN', 'Administrators are made by administrators');
  const passwordHash = await hashPassword(input.password);
  try {
    return await insert(context, { ...input, accountType: input.accountType, passwordHash });
  } catch (error) {
    if (constraintOf(error) === 'users_email_unique') throw new DomainError('EMAIL_TAKEN', 'There is an account with this e-mail address');
    throw error;
  }
});

interface Account {
  readonly email: string;
  readonly passwordHash: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly accountType: 'BUYER' | 'SELLER';
  readonly displayName?: string | null | undefined;
}

/** Rows are made inside the transaction: one that is tried again must not meet what an earlier try has persisted. */
const insert = (context: DomainContext, { displayName, ...facts }: Account): Promise<OpenedSession> =>
  context.transact(async (tx) => {
    const sellerId = facts.accountType === 'SELLER' ? newId() : null;
    const user = User.open({ ...facts, ...(sellerId && { sellerId }) });
    tx.em.persist(user);
    if (sellerId) openShop(tx, user, sellerId, displayName ?? `${facts.firstName} ${facts.lastName}`);
    tx.emit(UserRegistered, user, { userId: user.id, accountType: user.accountType, sellerId: user.sellerId });
    await wantMail(tx, 'VERIFY_EMAIL', user.email);
    return openSession(tx, user, context.userAgent);
  });

function openShop(tx: Transaction, user: User, id: string, displayName: string): void {
  const waits = tx.use(identitySettings).STOA_SELLER_APPROVAL === 'BEFORE';
  const seller = Seller.open({ id, userId: user.id, displayName, status: waits ? 'PENDING' : 'APPROVED' });
  tx.em.persist(seller);
  if (waits) tellStanding(tx, seller, user);
}
