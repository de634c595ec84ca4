import type { PayloadOf } from '@stoa/kit/contracts';
import type { Sql } from '@stoa/kit/persistence';
import type { PaymentCaptured } from '@stoa/schema/events/payments';

type Split = PayloadOf<typeof PaymentCaptured>['split'];

/** Money that has moved at a time, and whose it is. */
interface MovedMoney {
  readonly at: string;
  readonly currency: string;
  readonly split: Split;
}

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
export async function addShares(sql: Sql, meaning: Meaning, moved: readonly MovedMoney[]): Promise<void> {
  const { gross, fee, refunded, orders } = FACTORS[meaning];
  const shares = moved.flatMap(({ at, currency, split }) =>
    split.map(({ sellerId, grossMinor, shippingMinor, feeMinor }, index) => {
      const worth = grossMinor + shippingMinor;
      const counts = { order_count: orders, whole: index === 0 ? orders : 0 };
      return { at, currency, seller_id: sellerId, gross: gross * worth, fee: fee * feeMinor, refunded: refunded * worth, ...counts };
    }),
  );
  await sql.query(
    `insert into seller_hour (seller_id, currency, hour, gross_minor, fee_minor, refunded_minor, order_count, whole_orders)
     select seller_id, currency, date_trunc('hour', at, 'UTC') as hour, sum(gross), sum(fee), sum(refunded), sum(order_count), sum(whole)
     from jsonb_to_recordset($1) as share (at timestamptz, currency text, seller_id uuid, gross bigint, fee bigint, refunded bigint, order_count int, whole int)
     group by seller_id, currency, hour order by seller_id, currency, hour
     on conflict (seller_id, currency, hour) do update set gross_minor = seller_hour.gross_minor + excluded.gross_minor,
       fee_minor = seller_hour.fee_minor + excluded.fee_minor, refunded_minor = seller_hour.refunded_minor + excluded.refunded_minor,
       order_count = seller_hour.order_count + excluded.order_count, whole_orders = seller_hour.whole_orders + excluded.whole_orders`,
    [JSON.stringify(shares)],
  );
}
