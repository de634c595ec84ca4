import { onMany } from '@stoa/kit/handlers';
import { OrderConfirmed } from '@stoa/schema/events/orders';

/** The order is paid: its parcels are real, and their sellers may go to work. Their status stays what it was. */
export const onOrderConfirmed = onMany(OrderConfirmed, ({ sql }, orders) =>
  sql.query(
    `with locked as (select id from order_shipments where id = any($1::uuid[]) order by id for update)
     update shipment set provisional = false from locked where shipment.order_id = locked.id`,
    [orders.map(({ payload }) => payload.orderId)],
  ),
);
