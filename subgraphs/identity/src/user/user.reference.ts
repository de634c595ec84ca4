import { reference } from '@stoa/kit/graphql';
import { User } from './user.entity.ts';

/** Names are what others may see of a person; the fields that say more have rules of their own. */
export const userReference = reference(User, 'everyone', ({ rows }, ids) => rows.by(User, 'id', ids));
