import { notFound } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { WANTED_FOR } from '../address/address-notifications.ts';
import { Notification } from '../notification/notification.entity.ts';

/** Has what failed of a notification tried again, from the first try on, under the same keys. What was delivered stays so. */
export const retryNotification = useCase('notifications.retry', z.object({ id: entityId }), async (tx, { id }): Promise<Notification> => {
  const notification = await tx.lockRow(Notification, { id });
  if (!notification) throw notFound('notification');
  await tx.sql.query(
    `update notification_delivery set status = 'QUEUED', attempts = 0, next_try_at = now(), deadline_at = now() + $2::interval
     where notification_id = $1 and status = 'FAILED'`,
    [id, WANTED_FOR],
  );
  tx.wakeJob('notifications.send');
  return notification;
});
