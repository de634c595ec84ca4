import { may, type Viewer } from '@stoa/kit/auth';
import { policy, type RowRule } from '@stoa/kit/policy';
import type { Notification } from './notification.entity.ts';

const reader: RowRule<Pick<Notification, 'userId'>> = (viewer, { userId }) => viewer.userId !== null && viewer.userId === userId;

const oneself = (viewer: Viewer, user: { readonly id: string }): boolean => may(viewer, 'notifications:read') || viewer.userId === user.id;

/** What people are told is theirs alone; staff see what became of it. */
export const notificationPolicy = policy('Notification', {
  operations: {
    'Query.notificationPreview': 'notifications:read',
    'Query.failedNotifications': 'notifications:read',
    'Query.notificationPreferences': 'authenticated',
    'Query.notificationSettings': 'authenticated',
    'Mutation.markNotificationRead': 'authenticated',
    'Mutation.setNotificationPreference': 'authenticated',
    'Mutation.setNotificationSettings': 'authenticated',
    'Mutation.linkTelegram': 'authenticated',
    'Mutation.registerPush': 'authenticated',
    'Mutation.removePush': 'authenticated',
    'Mutation.addPhone': 'authenticated',
    'Mutation.verifyPhone': 'authenticated',
    'Mutation.removePhone': 'authenticated',
    'Mutation.retryNotification': 'notifications:write',
    'Subscription.notificationReceived': 'authenticated',
  },
  acting: {
    'Mutation.markNotificationRead': 'refused',
    'Mutation.setNotificationPreference': 'refused',
    'Mutation.setNotificationSettings': 'refused',
    'Mutation.linkTelegram': 'refused',
    'Mutation.registerPush': 'refused',
    'Mutation.removePush': 'refused',
    'Mutation.addPhone': 'refused',
    'Mutation.verifyPhone': 'refused',
    'Mutation.removePhone': 'refused',
  },
  fields: {
    'User.notifications': oneself,
    'User.phones': oneself,
    'Notification.title': 'everyone',
    'Notification.body': 'everyone',
    'Notification.deliveries': 'everyone',
  },
  rows: {
    read: (viewer, notification: Pick<Notification, 'userId'>) => may(viewer, 'notifications:read') || reader(viewer, notification),
    mark: reader,
  },
});
