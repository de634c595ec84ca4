import type { PayloadOf } from '@stoa/kit/contracts';
import type { Sql } from '@stoa/kit/persistence';
import type { PaymentCaptured } from '@stoa/schema/events/payments';
import { sellersPart } from '../transaction/entries-of.ts';

type Shares = Pick<PayloadOf<typeof PaymentCaptured>, 'orderId' | 'amount' | 'split'>;

/** Each seller's own part of a split, as a parameter of statements. */
export const partsOf = ({ split }: Pick<Shares, 'split'>): string =>
  JSON.stringify(split.map((share) => ({ sellerId: share.sellerId, amountMinor: sellersPart(share) })));

/** Holds what sellers have earned with an order, for so many days. */
export async function holdShares(sql: Sql, shares: Shares, days: number): Promise<void> {
  await sql.query(
    `insert into held_share (order_id, seller_id, currency, amount_minor, release_at)
     select $1::uuid, "sellerId", $2, greatest(0, "amountMinor"), now() + make_interval(days => $4)
     from jsonb_to_recordset($3) as share ("sellerId" uuid, "amountMinor" bigint) on conflict do nothing`,
    [shares.orderId, shares.amount.currency, partsOf(shares), days],
  );
}

/** What goes back to a buyer is not held for their sellers any more. */
export async function reduceShares(sql: Sql, shares: Shares): Promise<void> {
  await sql.query(
    `update held_share set amount_minor = greatest(0, amount_minor - share."amountMinor")
     from jsonb_to_recordset($2) as share ("sellerId" uuid, "amountMinor" bigint)
     where order_id = $1 and seller_id = share."sellerId"`,
    [shares.orderId, partsOf(shares)],
  );
}

/**
 * How much of what a seller is owed may not be paid out yet: of each order what waits for its delivery, or what a bank contests, whichever
 * is more.
 */
export async function heldMinor(sql: Sql, sellerId: string, currency: string): Promise<number> {
  const [row] = await sql.query<{ held: string }>(
    `select coalesce(sum(greatest(coalesce(waiting.minor, 0), coalesce(contested.minor, 0))), 0)::text as held
     from (
       select order_id, amount_minor as minor from held_share where seller_id = $1 and currency = $2 and release_at > now()
     ) waiting full join (
       select order_id, sum(amount_minor) as minor from disputed_share where seller_id = $1 and currency = $2 group by order_id
     ) contested using (order_id)`,
    [sellerId, currency],
  );
  return Number(row!.held);
}
