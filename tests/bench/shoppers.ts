import { setTimeout as sleep } from 'node:timers/promises';
import { SANDBOX_PUBLISHABLE_KEY } from 'stoa/sandboxes';
import type { Marketplace } from './marketplace.ts';

/** One request, as a frontend sends it. Any error ends the run: a fast wrong answer is worth nothing. */
export async function ask<T>({ url }: Pick<Marketplace, 'url'>, query: string, variables: object = {}, token?: string): Promise<T> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown[] };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

const REGISTER = 'mutation ($input: RegisterInput!) { register(input: $input) { accessToken } }';

export async function register(marketplace: Marketplace, name: string, accountType: 'BUYER' | 'SELLER'): Promise<string> {
  const input = { email: `${name}@example.com`, password: 'correct horse', firstName: 'Pat', lastName: name, accountType };
  return (await ask<{ register: { accessToken: string } }>(marketplace, REGISTER, { input })).register.accessToken;
}

const CREATE = 'mutation ($input: CreateProductInput!) { createProduct(input: $input) { variants { id } } }';
const STOCK = 'mutation ($id: ID!, $stock: Int!) { setStock(variantId: $id, total: $stock) { total } }';

/** Fills the shelves with what never runs out; the ids of what can be bought. */
export async function stockShelves(marketplace: Marketplace, count: number): Promise<string[]> {
  const sellers = [await register(marketplace, 'seller-1', 'SELLER'), await register(marketplace, 'seller-2', 'SELLER')];
  const kinds = ['lamp', 'book', 'chair', 'kettle', 'jacket'];
  const variantIds: string[] = [];
  for (let n = 0; n < count; n++) {
    const kind = kinds[n % kinds.length]!;
    const words = { name: `Fine ${kind} No ${n}`, description: `A ${kind} that lasts, number ${n}.` };
    variantIds.push(await sell(marketplace, sellers[n % sellers.length]!, { ...words, amountMinor: 1_000 + n, stock: 1_000_000 }));
  }
  return variantIds;
}

/** Lists one product of a seller's; the id of what can be bought. */
export async function sell(
  marketplace: Marketplace,
  token: string,
  { name, description, amountMinor, stock }: { name: string; description: string; amountMinor: number; stock: number },
): Promise<string> {
  const input = { name, description, price: { amountMinor, currency: 'USD' }, categorySlug: 'home' };
  const { createProduct } = await ask<{ createProduct: { variants: { id: string }[] } }>(marketplace, CREATE, { input }, token);
  const { id } = createProduct.variants[0]!;
  await ask(marketplace, STOCK, { id, stock }, token);
  return id;
}

const LIST = `{ products(first: 24) { nodes { id name slug price { amountMinor currency } variants { id availability { inStock available } } } } }`;

/** The first 24 products, as a shop's front page asks for them. */
export async function list(marketplace: Marketplace): Promise<void> {
  const { products } = await ask<{ products: { nodes: unknown[] } }>(marketplace, LIST);
  if (products.nodes.length !== 24) throw new Error('the list is not full');
}

const ADD = 'mutation ($variantId: ID!) { addToCart(input: { variantId: $variantId }) { id total { amountMinor } } }';
const CHECKOUT =
  'mutation ($input: CheckoutInput!) { checkout(input: $input) { order { id } payment { clientSecret providerPaymentId } } }';
const STATUS = 'query ($id: ID!) { order(id: $id) { status } }';
const shippingAddress = { name: 'Pat', line1: '1 Stoa Way', city: 'Athens', postalCode: '10555', country: 'GR' };

interface CheckedOut {
  readonly checkout: {
    readonly order: { readonly id: string };
    readonly payment: { readonly clientSecret: string; readonly providerPaymentId: string };
  };
}

/** A whole purchase: two things into the cart, check out, pay at the provider, until the order is confirmed. */
export async function purchase(marketplace: Marketplace, token: string, variantIds: readonly string[], key: string): Promise<void> {
  for (const variantId of variantIds) await ask(marketplace, ADD, { variantId }, token);
  const { checkout } = await ask<CheckedOut>(marketplace, CHECKOUT, { input: { idempotencyKey: key, shippingAddress } }, token);
  const { clientSecret, providerPaymentId } = checkout.payment;
  const body = new URLSearchParams({ payment_method: 'pm_card_visa', client_secret: clientSecret, key: SANDBOX_PUBLISHABLE_KEY });
  const paid = await fetch(`${marketplace.stripeUrl}/v1/payment_intents/${providerPaymentId}/confirm`, { method: 'POST', body });
  if (!paid.ok) throw new Error(`the sandbox refused a payment: ${paid.status}`);
  for (;;) {
    const { order } = await ask<{ order: { status: string } }>(marketplace, STATUS, { id: checkout.order.id }, token);
    if (order.status === 'CONFIRMED') return;
    if (order.status === 'CANCELLED') throw new Error('an order was cancelled');
    await sleep(20);
  }
}
