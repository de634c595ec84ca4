import type { Change } from '@stoa/kit/live';
import type { DomainContext } from '@stoa/kit/use-case';
import { Notification } from './notification.entity.ts';

/** More than anybody looks at; whoever was away for longer reads the history. */
const AT_ONCE = 100;

export interface Received extends Change {
  readonly notification: Notification;
}

/** What the viewer is told from now on. */
export async function followNotifications(context: DomainContext): Promise<AsyncIterable<Received>> {
  const userId = context.viewer.userId!;
  const changesAfter = async ({ sql, rows }: DomainContext, version: number): Promise<Received[]> => {
    const found = await sql.query(
      `select ${rows.columnsOf(Notification, 'n')} from notification n where n.user_id = $1 and n.sequence > $2
         and exists (select from notification_delivery d where d.notification_id = n.id and d.channel = 'LIVE') order by n.sequence limit $3`,
      [userId, version, AT_ONCE],
    );
    return rows.toObjects(Notification, found).map((notification) => ({ notification, version: notification.sequence! }));
  };
  const [recipient] = await context.sql.query<{ last_sequence: number }>('select last_sequence from recipient where user_id = $1', [
    userId,
  ]);
  return context.follow({ key: `User.notifications:${userId}`, changesAfter, start: { after: recipient?.last_sequence ?? 0 } });
}
