import { may, type Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';

const buyer = (viewer: Viewer, row: { buyerId: string }): boolean => may(viewer, 'orders:read') || viewer.userId === row.buyerId;

const seller = (viewer: Viewer, row: { sellerId: string }): boolean =>
  may(viewer, 'orders:read') || (viewer.sellerId !== null && viewer.sellerId === row.sellerId);

/** An order is its buyer's. A seller sees the lines that are theirs, through their shipments, and nothing else of it. */
export const orderPolicy = policy('Order', {
  operations: {
    'Query.order': 'authenticated',
    'Query.orders': 'orders:read',
    'Mutation.cancelOrder': 'authenticated',
    'Subscription.orderStatusChanged': 'authenticated',
  },
  acting: { 'Mutation.cancelOrder': 'allowed' },
  fields: {
    'Order.buyer': 'everyone',
    'Order.items': 'everyone',
    'Order.timeline': 'everyone',
    'Order.subtotal': 'everyone',
    'Order.shippingTotal': 'everyone',
    'Order.discountTotal': 'everyone',
    'Order.taxTotal': 'everyone',
    'Order.shipping': 'everyone',
    'Order.coupons': 'everyone',
    'OrderItem.variant': 'everyone',
    'OrderItem.seller': 'everyone',
    'OrderItem.lineTotal': 'everyone',
    'OrderItem.discountTotal': 'everyone',
    'OrderItem.taxTotal': 'everyone',
    'OrderItem.taxRate': 'everyone',
    'OrderItem.total': 'everyone',
    'OrderItem.commission': seller,
    'OrderStatusChange.order': 'everyone',
    'User.orders': (viewer, user: { id: string }) => may(viewer, 'orders:read') || viewer.userId === user.id,
  },
  rows: {
    read: buyer,
    cancel: (viewer: Viewer, row: { buyerId: string }) => may(viewer, 'orders:write') || viewer.userId === row.buyerId,
    readItem: (viewer: Viewer, item: { buyerId: string; sellerId: string }) => buyer(viewer, item) || seller(viewer, item),
  },
});
