import { policy, type RowRule } from '@stoa/kit/policy';
import type { Cart } from './cart.entity.ts';

/** A basket is its buyer's alone; not even an administrator looks into it. */
const buyer: RowRule<Cart> = (viewer, cart) => viewer.userId === cart.buyerId;

export const cartPolicy = policy('Cart', {
  operations: {
    'Query.cart': 'authenticated',
    'Mutation.addToCart': 'authenticated',
    'Mutation.updateCartItem': 'authenticated',
    'Mutation.removeFromCart': 'authenticated',
    'Mutation.reorder': 'authenticated',
  },
  fields: {
    'Cart.items': 'everyone',
    'Cart.total': 'everyone',
    'Cart.quote': 'everyone',
    'CartItem.variant': 'everyone',
    'CartItem.seller': 'everyone',
    'CartItem.lineTotal': 'everyone',
    'CartItem.priceChange': 'everyone',
  },
  rows: { read: buyer, change: buyer },
});
