import { groupBy, loader, reference } from '@stoa/kit/graphql';
import { Cart, CartItem } from './cart.entity.ts';
import { cartPolicy } from './cart.policy.ts';

export const cartReference = reference(Cart, cartPolicy.read, ({ read }, ids) => read.find(Cart, { id: { $in: [...ids] } }));

export const itemsOfCart = loader<string, CartItem[]>(async ({ read }, cartIds) =>
  groupBy(await read.find(CartItem, { cartId: { $in: [...cartIds] } }, { orderBy: { id: 'asc' } }), (item) => item.cartId),
);
