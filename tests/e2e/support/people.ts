import { type CreateProductInput, ListProductDocument, RegisterDocument, SetStockDocument } from '@stoa/schema/generated/operations/e2e';
import type { Client } from './client.ts';
import type { Shop } from './shop.ts';

let people = 0;

export interface Person extends Pick<Client, 'ask' | 'send' | 'refusal' | 'watch'> {
  readonly client: Client;
  readonly userId: string;
  readonly sellerId: string | null;
}

async function register(shop: Shop, accountType: 'BUYER' | 'SELLER'): Promise<Person> {
  const number = ++people;
  const input = {
    email: `person-${process.pid}-${number}@example.com`,
    password: 'correct horse',
    firstName: 'Pat',
    lastName: `No${number}`,
    accountType,
  };
  const { register: session } = await shop.client().ask(RegisterDocument, { input });
  return person(shop.client(session.accessToken), session.user.id, session.user.seller?.id ?? null);
}

export const person = (client: Client, userId: string, sellerId: string | null): Person => ({
  client,
  userId,
  sellerId,
  ask: client.ask.bind(client),
  send: client.send.bind(client),
  refusal: client.refusal.bind(client),
  watch: client.watch.bind(client),
});

/** Somebody without an account, who may fill a cart. */
export async function aGuest(shop: Shop): Promise<Person> {
  const { startGuestSession } = await shop
    .client()
    .ask<{ startGuestSession: { accessToken: string } }>('mutation { startGuestSession { accessToken } }');
  return person(shop.client(startGuestSession.accessToken), '', null);
}

export const aBuyer = (shop: Shop): Promise<Person> => register(shop, 'BUYER');
export const aSeller = (shop: Shop): Promise<Person> => register(shop, 'SELLER');

export const anAddress = { name: 'Pat Buyer', line1: '1 Stoa Way', city: 'Athens', postalCode: '10555', country: 'GR' };

export interface Goods {
  readonly productId: string;
  readonly variantId: string;
}

/** Lists a product and puts so many of it on the shelf. */
export async function goods(
  seller: Person,
  name: string,
  amountMinor: number,
  total: number | null,
  more: Partial<CreateProductInput> = {},
): Promise<Goods> {
  const { createProduct: product } = await seller.ask(ListProductDocument, {
    input: { name, description: `${name}, as good as new`, price: { amountMinor, currency: 'USD' }, ...more },
  });
  const variantId = product.variants[0]!.id;
  if (total !== null) await seller.ask(SetStockDocument, { id: variantId, total });
  return { productId: product.id, variantId };
}
