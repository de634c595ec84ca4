import { randomUUID } from 'node:crypto';
import { SANDBOX_PUBLISHABLE_KEY } from '../sandboxes.ts';
import type { Listed } from './goods.ts';
import { type GraphClient, until } from './graph-client.ts';
import type { Shop } from './shop.ts';

interface Money {
  readonly formatted: string;
}

export interface Cart {
  readonly id: string;
  readonly status: string;
  readonly expiresAt: string;
  readonly total: Money;
  readonly items: readonly { readonly id: string }[];
}

const CART = '{ id status expiresAt total { formatted } items { id } }';

/** Puts goods into an empty cart: what an earlier, broken-off demo left in it is taken out first. */
export async function fillCart(buyer: GraphClient, wanted: readonly (readonly [goods: Listed, quantity: number])[]): Promise<Cart> {
  const { cart: old } = await buyer.ask<{ cart: Cart | null }>(`{ cart ${CART} }`);
  for (const { id } of old?.items ?? []) await buyer.ask('mutation ($id: ID!) { removeFromCart(itemId: $id) { id } }', { id });
  let cart = old!;
  for (const [{ variantId }, quantity] of wanted) {
    const add = `mutation ($input: AddToCartInput!) { addToCart(input: $input) ${CART} }`;
    ({ addToCart: cart } = await buyer.ask<{ addToCart: Cart }>(add, { input: { variantId, quantity } }));
  }
  return cart;
}

export const cartNow = async (buyer: GraphClient, id: string): Promise<Cart | null> =>
  (await buyer.ask<{ cart: Cart | null }>(`query ($id: ID!) { cart(id: $id) ${CART} }`, { id })).cart;

export interface CheckedOut {
  readonly order: { readonly id: string; readonly number: string; readonly status: string };
  readonly payment: {
    readonly status: string;
    readonly clientSecret: string;
    readonly providerPaymentId: string;
    readonly amount: Money;
  };
}

/** Turns the cart into an order with a payment to make. */
export async function checkOut(buyer: GraphClient): Promise<CheckedOut> {
  const shippingAddress = { name: 'Zeno of Citium', line1: '1 Painted Porch', city: 'Athens', postalCode: '10555', country: 'GR' };
  const query = `mutation ($input: CheckoutInput!) { checkout(input: $input) {
    order { id number status } payment { status clientSecret providerPaymentId amount { formatted } } } }`;
  const input = { idempotencyKey: `demo-${randomUUID()}`, shippingAddress, expectedTotal: { amountMinor: 10_000, currency: 'USD' } };
  return (await buyer.ask<{ checkout: CheckedOut }>(query, { input })).checkout;
}

/** Pays as Stripe.js does: from the browser, with the publishable key and the payment's secret, straight at the provider. */
export async function pay({ stripeUrl }: Shop, { payment }: CheckedOut): Promise<string> {
  const body = new URLSearchParams({ payment_method: 'pm_card_visa', client_secret: payment.clientSecret, key: SANDBOX_PUBLISHABLE_KEY });
  const address = `${stripeUrl}/v1/payment_intents/${payment.providerPaymentId}/confirm`;
  const { status, error } = (await (await fetch(address, { method: 'POST', body })).json()) as {
    status?: string;
    error?: { message: string };
  };
  if (!status) throw new Error(`the provider refused the payment: ${error?.message}`);
  return status;
}

export interface OrderNow {
  readonly status: string;
  readonly payment: { readonly status: string };
  readonly shipments: readonly { readonly status: string; readonly provisional: boolean }[];
  readonly timeline: readonly { readonly to: string; readonly at: string }[];
}

export async function orderNow(buyer: GraphClient, id: string): Promise<OrderNow> {
  const query = 'query ($id: ID!) { order(id: $id) { status payment { status } shipments { status provisional } timeline { to at } } }';
  return (await buyer.ask<{ order: OrderNow }>(query, { id })).order;
}

export const orderBecomes = (buyer: GraphClient, id: string, status: string): Promise<OrderNow> =>
  until(`the order is ${status}`, async () => {
    const order = await orderNow(buyer, id);
    return order.status === status && order;
  });
