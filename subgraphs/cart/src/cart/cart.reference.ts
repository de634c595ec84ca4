import { groupBy, loader, reference } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Cart, CartItem } from './cart.entity.ts';
import { cartPolicy } from './cart.policy.ts';

export const cartReference = reference(Cart, cartPolicy.read, ({ rows }, ids) => rows.by(Cart, 'id', ids));

const itemsOfCart = loader<string, CartItem[]>(async ({ rows }, cartIds) =>
  groupBy(await rows.by(CartItem, 'cartId', cartIds, 'id'), (item) => item.cartId),
);

export const itemsOf = async (context: DomainContext, cart: Cart): Promise<readonly CartItem[]> =>
  cart.lines ?? (await context.load(itemsOfCart, cart.id)) ?? [];
