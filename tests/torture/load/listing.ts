import { Goods, type Kind } from './goods.ts';
import type { Person } from './person.ts';
import { CURRENCIES, type Currency } from './scene.ts';
import { BOOK, upload } from './uploading.ts';

const CREATE = 'mutation ($input: CreateProductInput!) { createProduct(input: $input) { id variants { id } } }';
const SET_STOCK = 'mutation ($id: ID!, $total: Int!) { setStock(variantId: $id, total: $total) { total } }';
const ATTACH = 'mutation ($productId: ID!, $fileId: ID!) { attachDownload(productId: $productId, fileId: $fileId) { id } }';

/** Puts something up for sale in every currency, with so many on the shelf. */
export async function list(seller: Person, name: string, amountMinor: number, total: number, more: object = {}): Promise<Goods> {
  const listed = await create(seller, name, amountMinor, 'PHYSICAL', { total, more });
  await seller.ask(SET_STOCK, { id: listed.variantId, total });
  return listed;
}

/** Something to be read, with its file. */
export async function listBook(seller: Person, name: string, amountMinor: number): Promise<Goods> {
  const listed = await create(seller, name, amountMinor, 'DIGITAL');
  const fileId = await upload(seller, BOOK, 'application/pdf', 'STUDY_RESOURCE');
  await seller.ask(ATTACH, { productId: listed.productId, fileId });
  return listed;
}

/** Something to be learnt, of which nothing is taught yet. */
export const listCourse = (seller: Person, name: string, amountMinor: number): Promise<Goods> =>
  create(seller, name, amountMinor, 'COURSE');

async function create(seller: Person, name: string, amountMinor: number, kind: Kind, { total = 0, more = {} } = {}): Promise<Goods> {
  const prices = Object.fromEntries(CURRENCIES.map((currency) => [currency, amountMinor])) as Record<Currency, number>;
  const [price, ...others] = CURRENCIES.map((currency) => ({ amountMinor, currency }));
  const input = { name, description: `${name}, as good as new`, kind, price, prices: others, ...more };
  const { createProduct } = await seller.ask<{ createProduct: { id: string; variants: { id: string }[] } }>(CREATE, { input });
  return new Goods({ productId: createProduct.id, variantId: createProduct.variants[0]!.id }, prices, total, kind);
}
