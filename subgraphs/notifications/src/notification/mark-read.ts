import { entityId } from '@stoa/kit/graphql';
import { permitted } from '@stoa/kit/policy';
import { useCase } from '@stoa/kit/use-case';
import { NotificationRead } from '@stoa/schema/events/notifications';
import { z } from 'zod';
import { Notification } from './notification.entity.ts';
import { notificationPolicy } from './notification.policy.ts';

/** Its reader has seen it. Once is enough. */
export const markNotificationRead = useCase(
  'notifications.markRead',
  z.object({ id: entityId }),
  async (tx, { id }): Promise<Notification> => {
    const notification = permitted(tx.viewer, await tx.lockRow(Notification, { id }), notificationPolicy.mark, 'notification');
    if (notification.readAt) return notification;
    const [row] = await tx.sql.query<{ read_at: string }>('update notification set read_at = now() where id = $1 returning read_at', [id]);
    tx.emit(NotificationRead, { id, version: 1 }, { notificationId: id, userId: notification.userId! });
    return Object.assign(notification, { readAt: new Date(row!.read_at) });
  },
);
