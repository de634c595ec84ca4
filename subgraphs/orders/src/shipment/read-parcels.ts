import type { Sql } from '@stoa/kit/persistence';
import type { ShipmentStatus } from './known-shipment.projection.ts';

interface Parcels {
  readonly statuses: readonly ShipmentStatus[];
  /** Whether the order has lines that need no parcel. */
  readonly others: boolean;
  /** Whether all that was paid for the order has gone back. */
  readonly refunded: boolean;
}

/** How far each parcel of an order is. There is one for each seller of goods; one that nobody has told of yet has not moved. */
export async function readParcels(sql: Sql, orderId: string): Promise<Parcels> {
  const [row] = await sql.query<{ known: ShipmentStatus[]; parcels: number; others: boolean; refunded: boolean | null }>(
    `select array(select status from known_shipment where order_id = $1) as known,
       (select count(distinct seller_id) from order_item where order_id = $1 and kind = 'PHYSICAL')::int as parcels,
       exists (select from order_item where order_id = $1 and kind <> 'PHYSICAL') as others,
       (select refunded from orders where id = $1) as refunded`,
    [orderId],
  );
  const { known, parcels, others, refunded } = row!;
  const untold = Array.from({ length: Math.max(0, parcels - known.length) }, () => 'PENDING' as const);
  return { statuses: [...known, ...untold], others, refunded: refunded ?? false };
}

/** Has everybody wait who wants to move the same order, or one of its parcels. */
export const lockOrder = (sql: Sql, id: string): Promise<object[]> => sql.query('select id from orders where id = $1 for update', [id]);
