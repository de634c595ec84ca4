import { on } from '@stoa/kit/handlers';
import { OrderConfirmed } from '@stoa/schema/events/orders';

/** The order is paid: its parcels are real, and their sellers may go to work. Their status stays what it was. */
export const onOrderConfirmed = on(OrderConfirmed, (tx, { orderId }) =>
  tx.sql.query(
    `with locked as (select id from order_shipments where id = $1 for update)
     update shipment set provisional = false from locked where shipment.order_id = locked.id`,
    [orderId],
  ),
);
