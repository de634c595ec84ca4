import { SANDBOX_PUBLISHABLE_KEY } from 'stoa/sandboxes';
import { anAddress, type Person } from './people.ts';
import { type Shop, until } from './shop.ts';

export const ADD =
  'mutation ($variantId: ID!, $quantity: Int!) { addToCart(input: { variantId: $variantId, quantity: $quantity }) { id expiresAt items { id quantity } total { amountMinor } } }';

export const CHECKOUT = `mutation ($input: CheckoutInput!) {
  checkout(input: $input) { order { id number status provisional } payment { id status clientSecret providerPaymentId amount { amountMinor currency } } checkoutUrl } }`;

export interface CheckedOut {
  readonly order: { id: string; number: string; status: string; provisional: boolean };
  readonly payment: {
    id: string;
    status: string;
    clientSecret: string;
    providerPaymentId: string;
    amount: { amountMinor: number; currency: string };
  };
}

export interface CartSeen {
  readonly id: string;
  readonly expiresAt: string;
  readonly items: readonly { readonly id: string; readonly quantity: number }[];
  readonly total: { readonly amountMinor: number };
}

export const addToCart = async (buyer: Person, variantId: string, quantity = 1): Promise<CartSeen> =>
  (await buyer.ask<{ addToCart: CartSeen }>(ADD, { variantId, quantity })).addToCart;

let keys = 0;

export async function checkOut(buyer: Person, more: object = {}): Promise<CheckedOut> {
  const input = { idempotencyKey: `key-${++keys}`, shippingAddress: anAddress, ...more };
  return (await buyer.ask<{ checkout: CheckedOut }>(CHECKOUT, { input })).checkout;
}

export interface ProviderAnswer {
  readonly status: number;
  readonly body: { readonly status?: string; readonly error?: { readonly code: string; readonly decline_code?: string } };
}

/** Pays as Stripe.js does: from the browser, with the publishable key and the payment's secret, straight at the provider. */
export async function pay(shop: Shop, { payment }: CheckedOut, method = 'pm_card_visa'): Promise<ProviderAnswer> {
  const body = new URLSearchParams({ payment_method: method, client_secret: payment.clientSecret, key: SANDBOX_PUBLISHABLE_KEY });
  const response = await fetch(`${shop.platform.stripe!.url}/v1/payment_intents/${payment.providerPaymentId}/confirm`, {
    method: 'POST',
    body,
  });
  return { status: response.status, body: (await response.json()) as ProviderAnswer['body'] };
}

/** A payment as its buyer sees it. */
export interface PaymentSeen {
  readonly id: string;
  readonly status: string;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  readonly refunded: { readonly amountMinor: number };
  readonly refunds: readonly { readonly id: string; readonly status: string; readonly amount: { readonly amountMinor: number } }[];
}

/** An order with all that hangs on it, as its buyer sees it. */
export interface OrderSeen {
  readonly id: string;
  readonly status: string;
  readonly provisional: boolean;
  readonly confirmedAt: string | null;
  readonly cancelledAt: string | null;
  readonly cancelReason: string | null;
  readonly payment: PaymentSeen;
  readonly shipments: readonly { readonly id: string; readonly status: string; readonly provisional: boolean }[];
}

const SEE_ORDER = `query ($id: ID!) { order(id: $id) { id status provisional confirmedAt cancelledAt cancelReason
  payment { id status failureCode failureMessage refunded { amountMinor } refunds { id status amount { amountMinor } } }
  shipments { id status provisional } } }`;

export const seeOrder = async (buyer: Pick<Person, 'ask'>, orderId: string): Promise<OrderSeen> =>
  (await buyer.ask<{ order: OrderSeen }>(SEE_ORDER, { id: orderId })).order;

/** The state of a cart, in any state, by its id. */
export const cartStatus = async (buyer: Person, cartId: string): Promise<string> =>
  (await buyer.ask<{ cart: { status: string } }>('query ($id: ID!) { cart(id: $id) { status } }', { id: cartId })).cart.status;

export const VERIFY = 'mutation ($id: ID!) { verifyPayment(input: { paymentId: $id }) { id status } }';

const STATUS = 'query ($id: ID!) { order(id: $id) { status } }';

export const orderIs = (buyer: Person, orderId: string, status: string): Promise<true> =>
  until(`the order is ${status}`, async () => {
    const { order } = await buyer.ask<{ order: { status: string } }>(STATUS, { id: orderId });
    return order.status === status || null;
  });

/** A whole purchase of one line. */
export async function buy(shop: Shop, buyer: Person, variantId: string, quantity = 1): Promise<CheckedOut> {
  await addToCart(buyer, variantId, quantity);
  const checkedOut = await checkOut(buyer);
  await pay(shop, checkedOut);
  await orderIs(buyer, checkedOut.order.id, 'CONFIRMED');
  return checkedOut;
}
