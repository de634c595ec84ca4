import type { PayloadOf } from '@stoa/kit/contracts';
import type { Sql } from '@stoa/kit/persistence';
import type { DisputeUpdated } from '@stoa/schema/events/payments';
import { partsOf } from './held-shares.ts';

/** Holds what a dispute contests now, in place of what it contested before; nothing once it is decided. */
export async function holdDisputed(sql: Sql, dispute: PayloadOf<typeof DisputeUpdated>): Promise<void> {
  const { disputeId, orderId, status, amount } = dispute;
  const held = status === 'INQUIRY' || status === 'OPEN' ? partsOf(dispute) : '[]';
  await sql.query(
    `with gone as (
       delete from disputed_share where dispute_id = $1 and seller_id not in (select "sellerId" from jsonb_to_recordset($4) as share ("sellerId" uuid))
     )
     insert into disputed_share (dispute_id, seller_id, order_id, currency, amount_minor)
     select $1::uuid, "sellerId", $2::uuid, $3, greatest(0, "amountMinor")
     from jsonb_to_recordset($4) as share ("sellerId" uuid, "amountMinor" bigint)
     on conflict (dispute_id, seller_id) do update set amount_minor = excluded.amount_minor`,
    [disputeId, orderId, amount.currency, held],
  );
}
