import {
  AddToCartDocument,
  type AddToCartMutation,
  type CartStatus,
  CartStatusDocument,
  CheckOutDocument,
  type CheckOutMutation,
  type CheckoutInput,
  type OrderStatus,
  OrderStatusDocument,
  SeeOrderDocument,
  type SeeOrderQuery,
  VerifyPaymentDocument,
} from '@stoa/schema/generated/operations/e2e';
import { SANDBOX_PUBLISHABLE_KEY } from 'stoa/sandboxes';
import { anAddress, type Person } from './people.ts';
import { type Shop, until } from './shop.ts';

/** For tests of what is refused: the same documents, with whatever variables. */
export const ADD = String(AddToCartDocument);
export const CHECKOUT = String(CheckOutDocument);
export const VERIFY = String(VerifyPaymentDocument);

/** What the graph may leave null beside an error is there where no error came. */
type Present<T> = T extends readonly (infer Item)[]
  ? readonly Present<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: Present<NonNullable<T[K]>> }
    : T;

/** Cards are paid where the buyer is, so there is no page to go to. */
export type CheckedOut = Omit<Present<CheckOutMutation['checkout']>, 'checkoutUrl'>;
export type CartSeen = Present<AddToCartMutation['addToCart']>;
/** An order with all that hangs on it, as its buyer sees it. */
export type OrderSeen = Present<SeeOrderQuery['order'] & object>;

export const addToCart = async (buyer: Person, variantId: string, quantity = 1): Promise<CartSeen> =>
  (await buyer.ask(AddToCartDocument, { variantId, quantity })).addToCart;

let keys = 0;

export async function checkOut(buyer: Person, more: Partial<CheckoutInput> = {}): Promise<CheckedOut> {
  const input = { idempotencyKey: `key-${++keys}`, shippingAddress: anAddress, ...more };
  return (await buyer.ask(CheckOutDocument, { input })).checkout as CheckedOut;
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

export const seeOrder = async (buyer: Pick<Person, 'ask'>, id: string): Promise<OrderSeen> =>
  (await buyer.ask(SeeOrderDocument, { id })).order as OrderSeen;

/** The state of a cart, in any state, by its id. */
export const cartStatus = async (buyer: Person, id: string): Promise<CartStatus> =>
  (await buyer.ask(CartStatusDocument, { id })).cart!.status;

export const orderIs = (buyer: Person, id: string, status: OrderStatus): Promise<true> =>
  until(`the order is ${status}`, async () => (await buyer.ask(OrderStatusDocument, { id })).order?.status === status || null);

/** A whole purchase of one line. */
export async function buy(shop: Shop, buyer: Person, variantId: string, quantity = 1): Promise<CheckedOut> {
  await addToCart(buyer, variantId, quantity);
  const checkedOut = await checkOut(buyer);
  await pay(shop, checkedOut);
  await orderIs(buyer, checkedOut.order.id, 'CONFIRMED');
  return checkedOut;
}
