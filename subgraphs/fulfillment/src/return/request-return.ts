import { DomainError, notFound } from '@stoa/kit/errors';
import { newId } from '@stoa/kit/persistence';
import { permitted } from '@stoa/kit/policy';
import { type Transaction, useCase } from '@stoa/kit/use-case';
import { lockShipment } from '../shipment/change-shipment.ts';
import { type Shipment, ShipmentItem } from '../shipment/shipment.entity.ts';
import { shipmentPolicy } from '../shipment/shipment.policy.ts';
import { fulfillmentSettings } from '../tracking/fulfillment-settings.ts';
import { tellReturn } from './change-return.ts';
import { Return, ReturnItem } from './return.entity.ts';
import { requestReturnInput } from './return.input.ts';
import { STANDING } from './return.machine.ts';

interface Wanted {
  readonly orderItemId: string;
  readonly quantity: number;
}

/** A buyer asks to give back what has arrived, as long as it may be given back. */
export const requestReturn = useCase('fulfillment.requestReturn', requestReturnInput, async (tx, input): Promise<Return> => {
  const { order, shipment } = await lockShipment(tx, input.shipmentId);
  permitted(tx.viewer, shipment, shipmentPolicy.giveBack, 'shipment');
  await mayBeReturned(tx, shipment);
  const items = await returnable(tx, shipment, input.items);
  const { id: shipmentId, buyerId, sellerId } = shipment;
  const nothing = { rejectionReason: null, carrier: null, trackingNumber: null, restocked: null, receivedAt: null };
  const facts = { id: newId(), shipmentId, buyerId, sellerId, status: 'REQUESTED' as const, reason: input.reason, requestedAt: new Date() };
  const asked = Object.assign(new Return(), facts, nothing);
  tx.em.persist(asked);
  for (const item of items) tx.em.persist(Object.assign(new ReturnItem(), item, { returnId: asked.id }));
  tellReturn(tx, order, asked);
  return asked;
});

async function mayBeReturned({ sql, use }: Transaction, { id, status }: Shipment): Promise<void> {
  if (status !== 'DELIVERED') throw new DomainError('INVALID_TRANSITION', 'The parcel has not been delivered', { status });
  const days = use(fulfillmentSettings).STOA_RETURN_DAYS;
  const inTime = await sql.query('select from shipment where id = $1 and delivered_at > now() - make_interval(days => $2)', [id, days]);
  if (inTime.length === 0) throw new DomainError('NOT_RETURNABLE', `It could be returned for ${days} days`, { days });
}

/** The parcel's items that are asked for. What is in another return that stands cannot be returned again. */
async function returnable({ em }: Transaction, shipment: Shipment, wanted: readonly Wanted[]) {
  const items = await em.find(ShipmentItem, { shipmentId: shipment.id });
  const standing = await em.find(Return, { shipmentId: shipment.id, status: { $in: [...STANDING] } });
  const taken = await em.find(ReturnItem, { returnId: { $in: standing.map(({ id }) => id) } });
  return wanted.map(({ orderItemId, quantity }) => {
    const item = items.find((one) => one.orderItemId === orderItemId);
    if (!item) throw notFound('order item');
    const gone = taken.filter((one) => one.orderItemId === orderItemId).reduce((sum, one) => sum + one.quantity, 0);
    const left = item.quantity - gone;
    if (quantity > left) throw new DomainError('NOT_RETURNABLE', 'More than what was delivered and is not returned', { orderItemId, left });
    return { orderItemId, variantId: item.variantId, name: item.name, quantity };
  });
}
