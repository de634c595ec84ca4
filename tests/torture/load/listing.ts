import { Goods } from './goods.ts';
import type { Person } from './person.ts';
import { CURRENCIES, type Currency } from './scene.ts';
import { BOOK, upload } from './uploading.ts';

const CREATE = 'mutation ($input: CreateProductInput!) { createProduct(input: $input) { id variants { id } } }';
const SET_STOCK = 'mutation ($id: ID!, $total: Int!) { setStock(variantId: $id, total: $total) { total } }';
const ATTACH = 'mutation ($productId: ID!, $fileId: ID!) { attachDownload(productId: $productId, fileId: $fileId) { id } }';

/** Puts something up for sale in every currency, with so many on the shelf; null makes it something to be read. */
export async function list(seller: Person, name: string, amountMinor: number, total: number | null, more: object = {}): Promise<Goods> {
  const prices = Object.fromEntries(CURRENCIES.map((currency) => [currency, amountMinor])) as Record<Currency, number>;
  const [price, ...others] = CURRENCIES.map((currency) => ({ amountMinor, currency }));
  const kind = total === null ? 'DIGITAL' : 'PHYSICAL';
  const input = { name, description: `${name}, as good as new`, kind, price, prices: others, ...more };
  const { createProduct } = await seller.ask<{ createProduct: { id: string; variants: { id: string }[] } }>(CREATE, { input });
  const ids = { productId: createProduct.id, variantId: createProduct.variants[0]!.id };
  if (total !== null) await seller.ask(SET_STOCK, { id: ids.variantId, total });
  else await seller.ask(ATTACH, { productId: ids.productId, fileId: await upload(seller, BOOK, 'application/pdf', 'STUDY_RESOURCE') });
  return new Goods(ids, prices, total);
}
