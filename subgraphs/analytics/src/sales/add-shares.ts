import type { PayloadOf } from '@stoa/kit/contracts';
import type { Sql } from '@stoa/kit/persistence';
import type { PaymentCaptured } from '@stoa/schema/events/payments';

type Split = PayloadOf<typeof PaymentCaptured>['split'];

/** SOLD: a capture. BACK: a refund, or what a bank keeps. RETURNED: a bank gives it back after all. */
type Meaning = 'SOLD' | 'BACK' | 'RETURNED';

const FACTORS: Readonly<
  Record<Meaning, { readonly gross: number; readonly fee: number; readonly refunded: number; readonly orders: number }>
> = {
  SOLD: { gross: 1, fee: 1, refunded: 0, orders: 1 },
  BACK: { gross: 0, fee: -1, refunded: 1, orders: 0 },
  RETURNED: { gross: 0, fee: 1, refunded: -1, orders: 0 },
};

/**
 * Adds shares to the hour in which it happened, whenever it is heard of. What is left of gross after fees and what went back is what the
 * ledger owes a seller for it: that is how both are compared.
 */
export async function addShares(sql: Sql, meaning: Meaning, at: string, currency: string, split: Split): Promise<void> {
  const { gross, fee, refunded, orders } = FACTORS[meaning];
  const shares = split.map(({ sellerId, grossMinor, shippingMinor, feeMinor }, index) => {
    const worth = grossMinor + shippingMinor;
    return { seller_id: sellerId, gross: gross * worth, fee: fee * feeMinor, refunded: refunded * worth, whole: index === 0 ? orders : 0 };
  });
  await sql.query(
    `insert into seller_hour (seller_id, currency, hour, gross_minor, fee_minor, refunded_minor, order_count, whole_orders)
     select seller_id, $1, date_trunc('hour', $2::timestamptz, 'UTC'), sum(gross), sum(fee), sum(refunded), $3, sum(whole)
     from jsonb_to_recordset($4) as share (seller_id uuid, gross bigint, fee bigint, refunded bigint, whole int) group by seller_id order by seller_id
     on conflict (seller_id, currency, hour) do update set gross_minor = seller_hour.gross_minor + excluded.gross_minor,
       fee_minor = seller_hour.fee_minor + excluded.fee_minor, refunded_minor = seller_hour.refunded_minor + excluded.refunded_minor,
       order_count = seller_hour.order_count + excluded.order_count, whole_orders = seller_hour.whole_orders + excluded.whole_orders`,
    [currency, at, orders, JSON.stringify(shares)],
  );
}
