import { type Connection, isEntityId, loader, type PageArgs, readPage, toConnection } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Notification } from './notification.entity.ts';

interface Wanted {
  readonly userId: string;
  readonly limit: number;
  readonly after: string | null;
  readonly unreadOnly: boolean;
}

/** What somebody sees in their history: a digest only says again what stands there. */
const SHOWN = `kind <> 'DIGEST'`;

/** Pages of however many users by one statement. The key is a `Wanted` as JSON, so that equal ones are one. */
const pagesOfNotifications = loader<string, Notification[]>(async ({ sql, rows }, keys) => {
  const found = await sql.query<{ key: string }>(
    `select wanted.key, ${rows.columnsOf(Notification, 'found')}
     from unnest($1::text[]) as wanted (key)
     cross join lateral jsonb_to_record(wanted.key::jsonb) as page ("userId" uuid, "limit" int, after uuid, "unreadOnly" boolean)
     cross join lateral (
       select * from notification where user_id = page."userId" and ${SHOWN} and id < coalesce(page.after, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
         and (read_at is null or not page."unreadOnly")
       order by id desc limit page."limit"
     ) found order by found.id desc`,
    [keys],
  );
  const pages = new Map<string, Notification[]>();
  for (const [index, notification] of rows.toObjects(Notification, found).entries()) {
    const { key } = found[index]!;
    pages.set(key, [...(pages.get(key) ?? []), notification]);
  }
  return pages;
});

/** What somebody was told, the newest first. */
export async function notificationsOf(
  context: DomainContext,
  userId: string,
  args: PageArgs,
  unreadOnly: boolean,
): Promise<Connection<Notification>> {
  const page = readPage(args, 1, ([id]) => isEntityId(id));
  const wanted: Wanted = { userId, limit: page.first + 1, after: page.after?.[0] ?? null, unreadOnly };
  const found = (await context.load(pagesOfNotifications, JSON.stringify(wanted))) ?? [];
  return toConnection(
    found,
    page,
    ({ id }) => [id],
    async () => {
      const [row] = await context.sql.query<{ count: number }>(
        `select count(*)::int as count from notification where user_id = $1 and ${SHOWN} and (read_at is null or not $2)`,
        [userId, unreadOnly],
      );
      return row!.count;
    },
  );
}
