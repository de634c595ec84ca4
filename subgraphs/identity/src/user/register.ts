import { DomainError } from '@stoa/kit/errors';
import { constraintOf, newId } from '@stoa/kit/persistence';
import { type DomainContext, workflow } from '@stoa/kit/use-case';
import { UserRegistered } from '@stoa/schema/events/identity';
import { Seller } from '../seller/seller.entity.ts';
import { type OpenedSession, openSession } from '../session/open-session.ts';
import { hashPassword } from './password.ts';
import { User } from './user.entity.ts';
import { registerInput } from './user.input.ts';

/** Opens an account and logs it in. A seller may sell at once. */
export const register = workflow('identity.register', registerInput, async (context, input): Promise<OpenedSession> => {
  if (input.accountType === 'ADMIN') throw new DomainError('FORBIDDEN', 'Administrators are made by administrators');
  const passwordHash = await hashPassword(input.password);
  const { user, seller } = opened({ ...input, accountType: input.accountType, passwordHash });
  try {
    return await insert(context, user, seller);
  } catch (error) {
    if (constraintOf(error) === 'users_email_unique') throw new DomainError('EMAIL_TAKEN', 'There is an account with this e-mail address');
    throw error;
  }
});

function opened(input: {
  email: string;
  passwordHash: string;
  firstName: string;
  lastName: string;
  accountType: 'BUYER' | 'SELLER';
  displayName?: string | null;
}) {
  const { displayName, ...facts } = input;
  if (input.accountType === 'BUYER') return { user: User.open(facts), seller: null };
  const sellerId = newId();
  const user = User.open({ ...facts, sellerId });
  const seller = Seller.open({ id: sellerId, userId: user.id, displayName: displayName ?? `${input.firstName} ${input.lastName}` });
  return { user, seller };
}

const insert = (context: DomainContext, user: User, seller: Seller | null): Promise<OpenedSession> =>
  context.transact(async (tx) => {
    tx.em.persist(user);
    if (seller) tx.em.persist(seller);
    tx.emit(UserRegistered, user, { userId: user.id, accountType: user.accountType, sellerId: user.sellerId });
    return openSession(tx, user, context.userAgent);
  });
