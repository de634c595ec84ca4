import { extendedStubOf, extension, reference } from '@stoa/kit/graphql';
import { Notification } from './notification.entity.ts';
import { notificationPolicy } from './notification.policy.ts';

export const notificationReference = reference(Notification, notificationPolicy.read, ({ rows }, ids) => rows.by(Notification, 'id', ids));

/** Identity's user, with what they were told. */
export const UserNotifications = extendedStubOf('User');
export const userExtension = extension(UserNotifications);
