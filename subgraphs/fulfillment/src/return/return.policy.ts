import { may, type Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';
import type { Return } from './return.entity.ts';

const seller = (viewer: Viewer, row: Return): boolean =>
  may(viewer, 'shipments:write') || (viewer.sellerId !== null && viewer.sellerId === row.sellerId);
const buyer = (viewer: Viewer, row: Return): boolean => may(viewer, 'shipments:write') || viewer.userId === row.buyerId;

/** Its buyer asks and sends, its seller decides and receives. Whoever sees a shipment sees what is returned of it. */
export const returnPolicy = policy('Return', {
  operations: {
    'Mutation.requestReturn': 'authenticated',
    'Mutation.cancelReturn': 'authenticated',
    'Mutation.sendReturn': 'authenticated',
    'Mutation.approveReturn': 'sellers',
    'Mutation.rejectReturn': 'sellers',
    'Mutation.receiveReturn': 'sellers',
  },
  acting: {
    'Mutation.requestReturn': 'allowed',
    'Mutation.cancelReturn': 'allowed',
    'Mutation.sendReturn': 'allowed',
    'Mutation.approveReturn': 'refused',
    'Mutation.rejectReturn': 'refused',
    'Mutation.receiveReturn': 'refused',
  },
  fields: {
    'Shipment.returns': 'everyone',
    'Return.items': 'everyone',
    'Return.shipment': 'everyone',
    'ReturnItem.orderItem': 'everyone',
    'Seller.returns': (viewer, row: { id: string }) =>
      may(viewer, 'shipments:read') || (viewer.sellerId !== null && viewer.sellerId === row.id),
  },
  rows: { decide: seller, give: buyer },
});
