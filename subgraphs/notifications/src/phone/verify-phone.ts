import { badInput, notFound } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { newId } from '@stoa/kit/persistence';
import { type Transaction, workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { toUser } from '../kind/notice.ts';
import { keepNotices } from '../notification/keep-notices.ts';
import type { Phone } from './phone.payload.ts';
import { hashOfPhoneCode, MAX_TRIES } from './phone-codes.ts';

const input = z.object({ id: entityId, code: z.string().max(20) });

/** Shows that one reads what comes to a number. Whoever had it before has it no more: numbers are given to others. */
export const verifyPhone = workflow('notifications.verifyPhone', input, async (context, { id, code }): Promise<Phone> => {
  // Counted before it is looked at; over, tried too often, somebody else's and never sent are one refusal.
  const [asked] = await context.write<{ number: string; code_hash: string }>(
    `update phone_code set tries = tries + 1
     where id = $1 and user_id = $2 and expires_at > now() and tries < $3 returning number, code_hash`,
    [id, context.viewer.userId, MAX_TRIES],
  );
  if (!asked) throw notFound('phone code');
  if (hashOfPhoneCode(id, code.replace(/\s/g, '')) !== asked.code_hash) throw badInput('is not the code that was sent', 'code');
  return context.transact((tx) => keepPhone(tx, id, asked.number));
});

async function keepPhone(tx: Transaction, codeId: string, number: string): Promise<Phone> {
  const userId = tx.viewer.userId!;
  // Of two who say it at once one finds it gone.
  const taken = await tx.sql.query('delete from phone_code where id = $1 returning id', [codeId]);
  if (taken.length === 0) throw notFound('phone code');
  const [row] = await tx.sql.query<{ id: string }>(
    `insert into contact (id, user_id, channel, value) values ($1, $2, 'SMS', $3)
     on conflict (channel, value) do update set user_id = excluded.user_id returning id`,
    [newId(), userId, number],
  );
  // Whoever has found a browser that is logged in might add their own.
  await keepNotices(tx, codeId, new Date().toISOString(), [toUser(userId, 'PHONE_ADDED', {})]);
  return { id: row!.id, number };
}
