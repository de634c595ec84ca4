import { notFound } from '@stoa/kit/errors';
import { permitted } from '@stoa/kit/policy';
import { useCase } from '@stoa/kit/use-case';
import { UserUpdated } from '@stoa/schema/events/identity';
import { Seller } from '../seller/seller.entity.ts';
import { User } from './user.entity.ts';
import { updateProfileInput } from './user.input.ts';
import { userPolicy } from './user.policy.ts';

/** Changes what is given and leaves the rest. */
export const updateProfile = useCase('identity.updateProfile', updateProfileInput, async ({ em, emit, lock, viewer }, input) => {
  const found = await lock(User, { id: viewer.userId ?? '' });
  const user = permitted(viewer, found, userPolicy.change, 'user');
  if (input.firstName) user.firstName = input.firstName;
  if (input.lastName) user.lastName = input.lastName;
  if (input.displayName) {
    const seller = user.sellerId && (await em.findOne(Seller, { id: user.sellerId }));
    if (!seller) throw notFound('seller');
    seller.displayName = input.displayName;
  }
  emit(UserUpdated, user, { userId: user.id, sellerId: user.sellerId });
  return user;
});
