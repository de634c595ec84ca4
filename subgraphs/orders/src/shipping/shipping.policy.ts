import { may, type Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';

/** How a seller sends is for everybody to see, and theirs to say. */
export const shippingPolicy = policy('ShippingMethod', {
  operations: {
    'Mutation.createShippingMethod': 'sellers',
    'Mutation.updateShippingMethod': 'sellers',
    'Mutation.removeShippingMethod': 'sellers',
  },
  acting: {
    'Mutation.createShippingMethod': 'allowed',
    'Mutation.updateShippingMethod': 'allowed',
    'Mutation.removeShippingMethod': 'allowed',
  },
  fields: { 'Seller.shippingMethods': 'everyone', 'ShippingMethod.perItem': 'everyone', 'ShippingMethod.freeFrom': 'everyone' },
  rows: {
    change: (viewer: Viewer, method: { sellerId: string }) =>
      may(viewer, 'rates:write') || (viewer.sellerId !== null && viewer.sellerId === method.sellerId),
  },
});
