import { policy, type RowRule } from '@stoa/kit/policy';
import type { Cart } from './cart.entity.ts';
import { shopperOf } from './shopper.ts';

/** A basket is its buyer's alone, who may be a guest; not even an administrator looks into it. */
const buyer: RowRule<Cart> = (viewer, cart) => shopperOf(viewer) === cart.buyerId;

export const cartPolicy = policy('Cart', {
  operations: {
    'Query.cart': 'guests',
    'Mutation.addToCart': 'guests',
    'Mutation.updateCartItem': 'guests',
    'Mutation.removeFromCart': 'guests',
    'Mutation.mergeCart': 'authenticated',
    'Mutation.reorder': 'authenticated',
  },
  acting: {
    'Mutation.addToCart': 'allowed',
    'Mutation.updateCartItem': 'allowed',
    'Mutation.removeFromCart': 'allowed',
    'Mutation.mergeCart': 'refused',
    'Mutation.reorder': 'allowed',
  },
  fields: {
    'Cart.items': 'everyone',
    'Cart.total': 'everyone',
    'Cart.quote': 'everyone',
    'LeftOutLine.variant': 'everyone',
    'CartItem.variant': 'everyone',
    'CartItem.seller': 'everyone',
    'CartItem.lineTotal': 'everyone',
    'CartItem.priceChange': 'everyone',
  },
  rows: { read: buyer, change: buyer },
});
