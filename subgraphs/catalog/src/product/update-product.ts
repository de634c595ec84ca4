import { DomainError } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { fire } from '@stoa/kit/machine';
import { Money } from '@stoa/kit/money';
import { permitted } from '@stoa/kit/policy';
import { type Transaction, useCase, workflow } from '@stoa/kit/use-case';
import { ProductArchived, ProductOffered, ProductRepriced, ProductUpdated } from '@stoa/schema/events/catalog';
import { z } from 'zod';
import { categoryIdOf } from '../category/category-id-of.ts';
import { follow, further, type Priced, samePrices } from '../price/prices.ts';
import type { VariantLine } from '../table/line-of.ts';
import { Variant } from '../variant/variant.entity.ts';
import { mixed } from './create-product.ts';
import { Product } from './product.entity.ts';
import { updateProductInput } from './product.input.ts';
import { productMachine } from './product.machine.ts';
import { productPolicy } from './product.policy.ts';
import { offerOf, productFacts } from './product-facts.ts';
import { namedImages, type ProductImage } from './product-image.ts';

const triggers = { DRAFT: 'withdraw', ACTIVE: 'publish', ARCHIVED: 'archive' } as const;

/** Changes what is given and leaves the rest. */
export const updateProduct = workflow(
  'catalog.updateProduct',
  z.object({ id: entityId, input: updateProductInput }),
  async (context, { id, input }): Promise<Product> => {
    const found = permitted(context.viewer, await context.read.findOne(Product, { id }), productPolicy.change, 'product');
    const images = await namedImages(context, found.sellerId, input.imageFileIds ?? null);
    return context.transact((tx) => change(tx, id, { ...input, images }));
  },
);

/** What of a product is to become another; what is not given stays. */
export type Change = z.output<typeof updateProductInput> & {
  readonly images: ProductImage[] | null;
  readonly variants?: readonly VariantLine[];
};

async function change(tx: Transaction, id: string, input: Change): Promise<Product> {
  const { product, variants } = await lockProduct(tx, id);
  return applyChange(tx, product, variants, input, input.categorySlug ? await categoryIdOf(tx, input.categorySlug) : null);
}

/** Changes a product that is locked, with its variants, and tells of it. `categoryId` is null where it stays in its category. */
export function applyChange(
  tx: Transaction,
  product: Product,
  variants: readonly Variant[],
  input: Change,
  categoryId: string | null,
): Product {
  if (input.images) product.images = input.images;
  if (input.name) rename(product, variants, input.name);
  if (input.description !== null && input.description !== undefined) product.description = input.description;
  if (categoryId) product.categoryId = categoryId;
  if (input.attributes) product.attributes = input.attributes;
  if (input.status) fire(productMachine, product, triggers[input.status]);
  const repriced = reprice(product, variants, newPrices(product, input));
  const repricedAlone = (input.variants ?? []).map((line) => changeVariant(product, variants.find(({ sku }) => sku === line.sku)!, line));
  const facts = productFacts(product, variants);
  tx.emit(ProductUpdated, product, facts);
  if (repriced || repricedAlone.includes(true)) tx.emit(ProductRepriced, product, facts);
  tx.emit(ProductOffered, product, offerOf(product, variants));
  return product;
}

/** A variant that is called what its product is goes on being so. */
function rename(product: Product, variants: readonly Variant[], name: string): void {
  for (const variant of variants) if (variant.name === product.name) variant.name = name;
  product.name = name;
}

/** Whether it costs something else now. */
function changeVariant(product: Product, variant: Variant, { name, price, prices, options }: VariantLine): boolean {
  if (price.currency !== product.price.currency) throw mixed();
  const after = { price: Money.of(price), otherPrices: further(price, prices) };
  const repriced = !samePrices(variant, after);
  Object.assign(variant, { name, options: [...options] }, repriced ? after : {});
  return repriced;
}

/** Takes a product off the shelves; what was bought stays readable. */
export const archiveProduct = useCase('catalog.archiveProduct', z.object({ id: entityId }), async (tx, { id }): Promise<Product> => {
  const { product } = await lockProduct(tx, id);
  if (fire(productMachine, product, 'archive').moved) {
    tx.emit(ProductArchived, product, { productId: product.id, sellerId: product.sellerId });
    tx.emit(ProductOffered, product, offerOf(product, []));
  }
  return product;
});

async function lockProduct({ em, lock, viewer }: Transaction, id: string): Promise<{ product: Product; variants: Variant[] }> {
  const found = await lock(Product, { id });
  const product = permitted(viewer, found, productPolicy.change, 'product');
  return { product, variants: await em.find(Variant, { productId: id }, { orderBy: { position: 'asc' } }) };
}

/** What the product is to cost; what is not given stays. */
function newPrices(product: Product, { price, prices }: z.output<typeof updateProductInput>): Priced {
  if (price && price.currency !== product.price.currency) throw new DomainError('CURRENCY_MISMATCH', 'A product keeps its currency');
  const base = price ? Money.of(price) : product.price;
  return { price: base, otherPrices: prices ? further(base, prices) : product.otherPrices };
}

/** The variants that cost what the product did follow its prices; those with a price of their own keep it. */
function reprice(product: Product, variants: readonly Variant[], after: Priced): boolean {
  if (samePrices(product, after)) return false;
  const before = { price: product.price, otherPrices: product.otherPrices };
  for (const variant of variants) Object.assign(variant, pricesOf(follow(variant, before, after)));
  Object.assign(product, pricesOf(after));
  return true;
}

const pricesOf = ({ price, otherPrices }: Priced): Priced => ({ price, otherPrices });
