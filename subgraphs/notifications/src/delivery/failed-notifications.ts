import { type Connection, isEntityId, type PageArgs, readPage, toConnection } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Notification } from '../notification/notification.entity.ts';

const FAILED = `exists (select from notification_delivery d where d.notification_id = n.id and d.status = 'FAILED')`;

/** Notifications of which some delivery is a dead letter, the newest first. */
export async function failedNotifications({ sql, rows }: DomainContext, args: PageArgs): Promise<Connection<Notification>> {
  const page = readPage(args, 1, ([id]) => isEntityId(id));
  const found = await sql.query(
    `select ${rows.columnsOf(Notification, 'n')} from notification n
     where ${FAILED} and n.id < coalesce($1::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by n.id desc limit $2`,
    [page.after?.[0] ?? null, page.first + 1],
  );
  return toConnection(
    rows.toObjects(Notification, found),
    page,
    ({ id }) => [id],
    async () => (await sql.query<{ count: number }>(`select count(*)::int as count from notification n where ${FAILED}`))[0]!.count,
  );
}
