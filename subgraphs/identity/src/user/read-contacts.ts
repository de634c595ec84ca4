import { answerRead } from '@stoa/kit/commands';
import { readContacts } from '@stoa/schema/commands/identity';

interface Contact {
  readonly userId: string;
  readonly sellerId: string | null;
  readonly email: string;
}

export const answerReadContacts = answerRead(readContacts, async ({ sql }, { userIds, sellerIds }) => ({
  contacts: await sql.query<Contact>(
    `select id as "userId", seller_id as "sellerId", email from users
     where id = any($1::uuid[]) or id in (select user_id from seller where id = any($2::uuid[]))`,
    [userIds, sellerIds],
  ),
}));
