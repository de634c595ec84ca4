import { answerRead } from '@stoa/kit/commands';
import { describeUsers } from '@stoa/schema/commands/identity';
import { User } from './user.entity.ts';

export const answerDescribeUsers = answerRead(describeUsers, async ({ rows }, { userIds }) => {
  const users = await rows.by(User, 'id', userIds);
  return { users: users.map(({ id: userId, firstName, lastName }) => ({ userId, name: `${firstName} ${lastName}`.trim() })) };
});
