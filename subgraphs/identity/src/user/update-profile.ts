import { notFound } from '@stoa/kit/errors';
import { permitted } from '@stoa/kit/policy';
import { workflow } from '@stoa/kit/use-case';
import { claimAvatar } from '@stoa/schema/commands/media';
import { UserUpdated } from '@stoa/schema/events/identity';
import { Seller } from '../seller/seller.entity.ts';
import { User } from './user.entity.ts';
import { updateProfileInput } from './user.input.ts';
import { userPolicy } from './user.policy.ts';

/** Changes what is given and leaves the rest. A portrait that was claimed and then not shown is given up by the next one. */
export const updateProfile = workflow('identity.updateProfile', updateProfileInput, async (context, input) => {
  const userId = context.viewer.userId ?? '';
  const { avatarFileId: fileId } = input;
  const avatar = fileId === undefined ? null : await context.call(claimAvatar, { userId, fileId });
  return context.transact(async ({ em, emit, lock, viewer }) => {
    const user = permitted(viewer, await lock(User, { id: userId }), userPolicy.change, 'user');
    if (input.firstName) user.firstName = input.firstName;
    if (input.lastName) user.lastName = input.lastName;
    if (avatar) user.avatarUrl = avatar.url;
    if (input.displayName) {
      const seller = user.sellerId && (await em.findOne(Seller, { id: user.sellerId }));
      if (!seller) throw notFound('seller');
      seller.displayName = input.displayName;
    }
    emit(UserUpdated, user, { userId: user.id, sellerId: user.sellerId });
    return user;
  });
});
