import { isAdmin, type Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';

const buyer = (viewer: Viewer, row: { buyerId: string }): boolean => isAdmin(viewer) || viewer.userId === row.buyerId;

/** An order is its buyer's. A seller sees the lines that are theirs, through their shipments, and nothing else of it. */
export const orderPolicy = policy('Order', {
  operations: {
    'Query.order': 'authenticated',
    'Query.orders': 'admins',
    'Mutation.cancelOrder': 'authenticated',
    'Subscription.orderStatusChanged': 'authenticated',
  },
  fields: {
    'Order.buyer': 'everyone',
    'Order.items': 'everyone',
    'Order.timeline': 'everyone',
    'OrderItem.variant': 'everyone',
    'OrderItem.seller': 'everyone',
    'OrderItem.lineTotal': 'everyone',
    'OrderStatusChange.order': 'everyone',
    'User.orders': (viewer, user: { id: string }) => isAdmin(viewer) || viewer.userId === user.id,
  },
  rows: {
    read: buyer,
    readItem: (viewer: Viewer, item: { buyerId: string; sellerId: string }) =>
      buyer(viewer, item) || (viewer.sellerId !== null && viewer.sellerId === item.sellerId),
  },
});
