import { Deferred } from '@stoa/kit/events';
import { onMany } from '@stoa/kit/handlers';
import { OrderConfirmed } from '@stoa/schema/events/orders';

/** The order is paid: its parcels are real, and their sellers may go to work. Their status stays what it was. */
export const onOrderConfirmed = onMany(OrderConfirmed, async ({ sql }, orders) => {
  const known = await sql.query<{ id: string }>(
    `with locked as (select id from order_shipments where id = any($1::uuid[]) order by id for update),
       made_real as (update shipment set provisional = false from locked where shipment.order_id = locked.id)
     select id from locked`,
    [orders.map(({ payload }) => payload.orderId)],
  );
  const ids = new Set(known.map(({ id }) => id));
  const unknown = orders.some(({ payload }) => !ids.has(payload.orderId) && payload.lines.some(({ kind }) => kind === 'PHYSICAL'));
  // Nothing is confirmed that was not prepared: our database was set back, and will be asked again.
  if (unknown) throw new Deferred('nothing is known of the parcels of an order');
});
