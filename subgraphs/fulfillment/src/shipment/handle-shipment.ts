import { DomainError } from '@stoa/kit/errors';
import { entityId, Field, InputType, text } from '@stoa/kit/graphql';
import { permitted } from '@stoa/kit/policy';
import { type Transaction, useCase } from '@stoa/kit/use-case';
import { DeliveryAcknowledged } from '@stoa/schema/events/fulfillment';
import { z } from 'zod';
import { changeShipment, lockShipment } from './change-shipment.ts';
import { withdrawParcel } from './drop-items.ts';
import type { OrderShipments } from './order-shipments.entity.ts';
import type { Shipment } from './shipment.entity.ts';
import { shipmentPolicy } from './shipment.policy.ts';

@InputType()
export class ShipShipmentInput {
  @Field(() => String)
  carrier!: string;

  @Field(() => String)
  trackingNumber!: string;
}

const byId = z.object({ id: entityId });

/** The seller takes a parcel in hand. */
export const processShipment = useCase('fulfillment.processShipment', byId, async (tx, { id }): Promise<Shipment> => {
  const { order, shipment } = await ownParcel(tx, id);
  changeShipment(tx, order, shipment, 'process');
  return shipment;
});

/** The seller hands a parcel to its carrier. */
export const shipShipment = useCase(
  'fulfillment.shipShipment',
  z.object({ id: entityId, input: z.object({ carrier: text(50), trackingNumber: text(100) }) }),
  async (tx, { id, input }): Promise<Shipment> => {
    const { order, shipment } = await ownParcel(tx, id);
    Object.assign(shipment, { carrier: input.carrier, trackingNumber: input.trackingNumber.replaceAll(/\s/g, '') });
    changeShipment(tx, order, shipment, 'ship');
    return shipment;
  },
);

/** The seller cannot send a parcel. Its goods go back on the shelf, and what was paid for them to the buyer. */
export const cancelShipment = useCase('fulfillment.cancelShipment', byId, async (tx, { id }): Promise<Shipment> => {
  const { order, shipment } = await ownParcel(tx, id);
  await withdrawParcel(tx, order, shipment, 'SHIPMENT_CANCELLED');
  return shipment;
});

/** Its seller or its buyer says that a parcel has arrived. */
export const confirmDelivery = useCase('fulfillment.confirmDelivery', byId, async (tx, { id }): Promise<Shipment> => {
  const { order, shipment } = await lockShipment(tx, id);
  permitted(tx.viewer, shipment, shipmentPolicy.acknowledge, 'shipment');
  changeShipment(tx, order, shipment, 'confirmDelivery');
  if (tx.viewer.userId === shipment.buyerId && !shipment.acknowledgedAt) acknowledge(tx, order, shipment);
  return shipment;
});

/** Its buyer's own word counts for more than that of others: its seller may be paid for it. */
function acknowledge(tx: Transaction, order: OrderShipments, shipment: Shipment): void {
  shipment.acknowledgedAt = new Date();
  tx.emit(DeliveryAcknowledged, order, { shipmentId: shipment.id, orderId: order.id, sellerId: shipment.sellerId });
}

/** A parcel of the viewer's own shop, locked. As long as nobody has paid for it, nothing may be done with it. */
async function ownParcel(tx: Transaction, id: string): Promise<{ order: OrderShipments; shipment: Shipment }> {
  const { order, shipment } = await lockShipment(tx, id);
  permitted(tx.viewer, shipment, shipmentPolicy.handle, 'shipment');
  if (shipment.provisional) throw new DomainError('INVALID_TRANSITION', 'The order is not paid yet', { status: shipment.status });
  return { order, shipment };
}
