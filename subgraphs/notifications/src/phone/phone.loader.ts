import { groupBy, loader } from '@stoa/kit/graphql';
import type { Phone } from './phone.payload.ts';

interface PhoneRow extends Phone {
  readonly userId: string;
}

export const phonesOf = loader<string, PhoneRow[]>(async ({ sql }, userIds) =>
  groupBy(
    await sql.query<PhoneRow>(
      `select id, user_id as "userId", value as number from contact where channel = 'SMS' and user_id = any($1::uuid[]) order by id`,
      [userIds],
    ),
    ({ userId }) => userId,
  ),
);
