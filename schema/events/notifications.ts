import { collection, entity, event } from '@stoa/kit/contracts';
import { z } from 'zod';

/** Somebody has been told something, and whoever watches live sees it. What it says is in no event. */
export const NotificationCreated = event('notifications.notification.created', {
  version: 1,
  aggregate: 'Recipient',
  payload: z.object({ notificationId: z.uuid(), userId: z.uuid() }),
  touches: ({ notificationId, userId }) => [entity('Notification', notificationId), collection('User.notifications', userId)],
});

/** Somebody has read what they were told. */
export const NotificationRead = event('notifications.notification.read', {
  version: 1,
  aggregate: 'Notification',
  payload: z.object({ notificationId: z.uuid(), userId: z.uuid() }),
  touches: ({ notificationId, userId }) => [entity('Notification', notificationId), collection('User.notifications', userId)],
});
