import type { Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import type { TestSubgraph } from '@stoa/kit/testing';
import { anAddress } from './neighbours.ts';

export interface CartSeen {
  readonly id: string;
  readonly status: string;
  readonly expiresAt: string;
  readonly total: { amountMinor: number; currency: string };
  readonly items: readonly { id: string; quantity: number }[];
}

const CART = '{ id status expiresAt total { amountMinor currency } items { id quantity } }';

/** A buyer puts so many of something into the cart. */
export async function putIntoCart(subgraph: TestSubgraph, buyer: Viewer, variantId: string, quantity = 1): Promise<CartSeen> {
  const { addToCart } = await subgraph
    .as(buyer)
    .query<{ addToCart: CartSeen }>(`mutation ($input: AddToCartInput!) { addToCart(input: $input) ${CART} }`, {
      input: { variantId, quantity },
    });
  return addToCart;
}

export interface CheckoutSeen {
  readonly order: { id: string };
  readonly payment: { id: string };
}

/** A buyer checks out, with a key of their own and an address unless told otherwise. */
export async function checkOut(subgraph: TestSubgraph, buyer: Viewer, input: Record<string, unknown> = {}): Promise<CheckoutSeen> {
  const { checkout } = await subgraph
    .as(buyer)
    .query<{ checkout: CheckoutSeen }>('mutation ($input: CheckoutInput!) { checkout(input: $input) { order { id } payment { id } } }', {
      input: { idempotencyKey: newId(), shippingAddress: anAddress, ...input },
    });
  return checkout;
}

/** The cart as its buyer sees it: by id, or the present one. */
export async function seeCart(subgraph: TestSubgraph, buyer: Viewer, id?: string): Promise<CartSeen | null> {
  return (await subgraph.as(buyer).query<{ cart: CartSeen | null }>(`query ($id: ID) { cart(id: $id) ${CART} }`, { id })).cart;
}
