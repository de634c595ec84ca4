import { answer } from '@stoa/kit/commands';
import { newId } from '@stoa/kit/persistence';
import { dropShipments, prepareShipments } from '@stoa/schema/commands/fulfillment';
import { keepChange, lockOrderShipments } from './change-shipment.ts';
import { cancelShipments } from './on-order-cancelled.ts';
import { OrderShipments } from './order-shipments.entity.ts';
import { Shipment, ShipmentItem } from './shipment.entity.ts';

/** A provisional shipment for each seller; preparing an order twice is preparing it once. */
export const answerPrepareShipments = answer(prepareShipments, async (tx, { orderId, orderNumber, buyerId, shippingAddress, parcels }) => {
  await tx.sql.query('select pg_advisory_xact_lock(hashtextextended($1, 2))', [orderId]);
  if (await lockOrderShipments(tx, orderId)) {
    const known = await tx.em.find(Shipment, { orderId }, { orderBy: { id: 'asc' } });
    return { shipmentIds: known.map((shipment) => shipment.id) };
  }
  const address = { ...shippingAddress, id: newId() };
  const order = Object.assign(new OrderShipments(), { id: orderId, orderNumber, buyerId, shippingAddress: address, version: 0 });
  tx.em.persist(order);
  return {
    shipmentIds: parcels.map(({ sellerId, items }) => {
      const shipment = Object.assign(new Shipment(), { id: newId(), orderId, buyerId, sellerId, orderNumber, shippingAddress: address });
      Object.assign(shipment, {
        status: 'PENDING',
        provisional: true,
        carrier: null,
        trackingNumber: null,
        shippedAt: null,
        deliveredAt: null,
      });
      tx.em.persist([
        shipment,
        ...items.map((item) => Object.assign(new ShipmentItem(), { ...item, id: newId(), shipmentId: shipment.id })),
      ]);
      keepChange(tx, order, shipment);
      return shipment.id;
    }),
  };
});

export const answerDropShipments = answer(dropShipments, async (tx, { orderId }) => {
  await cancelShipments(tx, orderId);
  return {};
});
