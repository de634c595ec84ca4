import { entityId, text } from '@stoa/kit/graphql';
import { useCase } from '@stoa/kit/use-case';
import { ReturnReceived } from '@stoa/schema/events/fulfillment';
import { z } from 'zod';
import { changeReturn } from './change-return.ts';
import { type Return, ReturnItem } from './return.entity.ts';
import { sendReturnInput } from './return.input.ts';

const byId = z.object({ id: entityId });

/** The seller agrees to take the goods back. */
export const approveReturn = useCase(
  'fulfillment.approveReturn',
  byId,
  async (tx, { id }): Promise<Return> => (await changeReturn(tx, id, 'decide', 'approve')).found,
);

/** The seller does not take them back, and says why. */
export const rejectReturn = useCase(
  'fulfillment.rejectReturn',
  byId.extend({ reason: text(500) }),
  async (tx, { id, reason }): Promise<Return> => {
    const { found, moved } = await changeReturn(tx, id, 'decide', 'reject');
    if (moved) found.rejectionReason = reason;
    return found;
  },
);

/** The buyer has sent them, and may say how. */
export const sendReturn = useCase('fulfillment.sendReturn', sendReturnInput, async (tx, { id, input }): Promise<Return> => {
  const { found, moved } = await changeReturn(tx, id, 'give', 'send');
  if (moved) Object.assign(found, { carrier: input.carrier ?? null, trackingNumber: input.trackingNumber ?? null });
  return found;
});

/** The buyer keeps them after all. */
export const cancelReturn = useCase(
  'fulfillment.cancelReturn',
  byId,
  async (tx, { id }): Promise<Return> => (await changeReturn(tx, id, 'give', 'cancel')).found,
);

/** The seller has them again: what was paid for them goes back, and they go back on the shelf if they can be sold. */
export const receiveReturn = useCase(
  'fulfillment.receiveReturn',
  byId.extend({ restock: z.boolean() }),
  async (tx, { id, restock }): Promise<Return> => {
    const { found, order, moved } = await changeReturn(tx, id, 'decide', 'receive');
    if (!moved) return found;
    Object.assign(found, { restocked: restock, receivedAt: new Date() });
    const kept = await tx.em.find(ReturnItem, { returnId: id }, { orderBy: { orderItemId: 'asc' } });
    const items = kept.map(({ orderItemId, variantId, quantity }) => ({ orderItemId, variantId, quantity }));
    const { shipmentId, buyerId, sellerId } = found;
    tx.emit(ReturnReceived, order, { returnId: id, shipmentId, orderId: order.id, buyerId, sellerId, restock, items });
    return found;
  },
);
