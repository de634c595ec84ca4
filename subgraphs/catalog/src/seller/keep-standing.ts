import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { readSellerStanding } from '@stoa/schema/commands/identity';
import { followStandings } from './follow-standings.job.ts';

export interface Standing {
  readonly sellerId: string;
  readonly selling: boolean;
  readonly version: number;
}

/** Keeps what is newest of a seller, whichever way and in whatever order it comes, and has their products follow. */
export async function keepStanding({ sql, wakeJob }: Transaction, { sellerId, selling, version }: Standing): Promise<void> {
  const changed = await sql.query(
    `insert into seller_standing as known (seller_id, selling, version, settled) values ($1, $2, $3, $2)
     on conflict (seller_id) do update set selling = excluded.selling, version = excluded.version,
       settled = known.settled and known.selling = excluded.selling
     where known.version < excluded.version returning seller_id`,
    [sellerId, selling, version],
  );
  if (changed.length > 0) wakeJob(followStandings.name);
}

/** What identity says of a seller of whom nothing was heard yet: the news may still be on its way. Null where it was. */
export async function askStanding(context: DomainContext, sellerId: string): Promise<Standing | null> {
  if ((await context.sql.query('select from seller_standing where seller_id = $1', [sellerId])).length > 0) return null;
  return { sellerId, ...(await context.call(readSellerStanding, { sellerId })) };
}

/** Whether what a seller lists now goes on the shelves. What changes that waits until this transaction has ended. */
export async function isSelling({ sql }: Transaction, sellerId: string): Promise<boolean> {
  const [standing] = await sql.query<{ selling: boolean }>('select selling from seller_standing where seller_id = $1 for share', [
    sellerId,
  ]);
  return standing?.selling ?? false;
}
