import { groupBy, loader, reference } from '@stoa/kit/graphql';
import { Cart, CartItem } from './cart.entity.ts';
import { cartPolicy } from './cart.policy.ts';

export const cartReference = reference(Cart, cartPolicy.read, ({ rows }, ids) => rows.by(Cart, 'id', ids));

export const itemsOfCart = loader<string, CartItem[]>(async ({ rows }, cartIds) =>
  groupBy(await rows.by(CartItem, 'cartId', cartIds, 'id'), (item) => item.cartId),
);
