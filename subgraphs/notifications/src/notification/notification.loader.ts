import { groupBy, indexBy, loader } from '@stoa/kit/graphql';
import { NotificationDelivery } from '../delivery/notification-delivery.entity.ts';
import { Recipient } from '../preference/recipient.entity.ts';

export const deliveriesOfNotification = loader<string, NotificationDelivery[]>(async ({ rows }, ids) =>
  groupBy(await rows.by(NotificationDelivery, 'notificationId', ids, 'id'), ({ notificationId }) => notificationId),
);

export const recipientOf = loader<string, Recipient>(async ({ rows }, userIds) =>
  indexBy(await rows.by(Recipient, 'userId', userIds), ({ userId }) => userId),
);
