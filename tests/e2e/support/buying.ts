import { SANDBOX_PUBLISHABLE_KEY } from 'stoa/sandboxes';
import { anAddress, type Person } from './people.ts';
import { type Shop, until } from './shop.ts';

export const ADD = 'mutation ($variantId: ID!, $quantity: Int!) { addToCart(input: { variantId: $variantId, quantity: $quantity }) { id expiresAt items { id quantity } total { amountMinor } } }';

export const CHECKOUT = `mutation ($input: CheckoutInput!) {
  checkout(input: $input) { order { id number status provisional } payment { id status clientSecret providerPaymentId amount { amountMinor currency } } checkoutUrl } }`;

export interface CheckedOut {
  readonly order: { id: string; number: string; status: string; provisional: boolean };
  readonly payment: { id: string; status: string; clientSecret: string; providerPaymentId: string; amount: { amountMinor: number; currency: string } };
}

export const addToCart = (buyer: Person, variantId: string, quantity = 1): Promise<unknown> => buyer.ask(ADD, { variantId, quantity });

let keys = 0;

export async function checkOut(buyer: Person, more: object = {}): Promise<CheckedOut> {
  const input = { idempotencyKey: `key-${++keys}`, shippingAddress: anAddress, ...more };
  return (await buyer.ask<{ checkout: CheckedOut }>(CHECKOUT, { input })).checkout;
}

/** Pays as Stripe.js does: from the browser, with the publishable key and the payment's secret, straight at the provider. */
export async function pay(shop: Shop, { payment }: CheckedOut, method = 'pm_card_visa'): Promise<{ status: number; body: { error?: { code: string } } }> {
  const body = new URLSearchParams({ payment_method: method, client_secret: payment.clientSecret, key: SANDBOX_PUBLISHABLE_KEY });
  const response = await fetch(`${shop.platform.stripe!.url}/v1/payment_intents/${payment.providerPaymentId}/confirm`, { method: 'POST', body });
  return { status: response.status, body: (await response.json()) as { error?: { code: string } } };
}

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
