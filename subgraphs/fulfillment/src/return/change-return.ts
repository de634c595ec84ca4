import { notFound } from '@stoa/kit/errors';
import { fire, type TriggerOf } from '@stoa/kit/machine';
import { permitted } from '@stoa/kit/policy';
import type { Transaction } from '@stoa/kit/use-case';
import { ReturnUpdated } from '@stoa/schema/events/fulfillment';
import { lockShipment } from '../shipment/change-shipment.ts';
import type { OrderShipments } from '../shipment/order-shipments.entity.ts';
import { Return } from './return.entity.ts';
import { returnMachine } from './return.machine.ts';
import { returnPolicy } from './return.policy.ts';

/**
 * Pulls a trigger on a return, of whom it is to decide or to give; null where it moves nothing. All returns of an order are locked by
 * its shipments' row.
 */
export async function changeReturn(
  tx: Transaction,
  id: string,
  whose: 'decide' | 'give',
  trigger: TriggerOf<typeof returnMachine>,
): Promise<{ found: Return; order: OrderShipments; moved: boolean }> {
  const known = await tx.em.findOne(Return, { id });
  if (!known) throw notFound('return');
  permitted(tx.viewer, known, returnPolicy[whose], 'return');
  const { order } = await lockShipment(tx, known.shipmentId);
  const found = await tx.em.findOneOrFail(Return, { id }, { refresh: true });
  const { moved } = fire(returnMachine, found, trigger);
  if (moved) tellReturn(tx, order, found);
  return { found, order, moved };
}

export function tellReturn(tx: Transaction, order: OrderShipments, { id, shipmentId, buyerId, sellerId, status }: Return): void {
  tx.emit(ReturnUpdated, order, { returnId: id, shipmentId, orderId: order.id, buyerId, sellerId, status });
}
