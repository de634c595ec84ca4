import { badInput, DomainError } from '@stoa/kit/errors';
import { Money } from '@stoa/kit/money';
import { constraintOf, newId } from '@stoa/kit/persistence';
import { type Transaction, workflow } from '@stoa/kit/use-case';
import { ProductCreated, ProductOffered } from '@stoa/schema/events/catalog';
import type { z } from 'zod';
import { categoryIdOf } from '../category/category-id-of.ts';
import { further } from '../price/prices.ts';
import { askStanding, isSelling, keepStanding } from '../seller/keep-standing.ts';
import { Variant } from '../variant/variant.entity.ts';
import { Product } from './product.entity.ts';
import { createProductInput } from './product.input.ts';
import { offerOf, productFacts } from './product-facts.ts';
import { namedImages, type ProductImage } from './product-image.ts';
import { slugOf } from './slug.ts';

type Input = z.output<typeof createProductInput> & { readonly images: ProductImage[] };

/** Lists a product for the seller whose token it is. */
export const createProduct = workflow('catalog.createProduct', createProductInput, async (context, input): Promise<Product> => {
  const { sellerId } = context.viewer;
  if (!sellerId) throw new DomainError('FORBIDDEN', 'Only a seller can list products');
  if (input.status === 'ARCHIVED') throw badInput('a product is not listed as ARCHIVED', 'status');
  const standing = await askStanding(context, sellerId);
  const images = (await namedImages(context, sellerId, input.imageFileIds ?? null)) ?? [];
  const id = newId();
  const slug = slugOf(input.name);
  const inserted = (under: string): Promise<Product> =>
    context.transact(async (tx) => {
      if (standing) await keepStanding(tx, standing);
      const withheld = !(await isSelling(tx, sellerId));
      return list(
        tx,
        { ...input, images },
        { sellerId, withheld, categoryId: await categoryIdOf(tx, input.categorySlug), id, slug: under },
      );
    });
  return inserted(slug)
    .catch((error: unknown) => {
      // The plain slug is taken; with a part of the id it cannot be.
      if (constraintOf(error) === 'product_slug_unique') return inserted(`${slug}-${id.slice(-8)}`);
      throw error;
    })
    .catch((error: unknown) => {
      throw constraintOf(error) === 'variant_seller_id_sku_unique' ? badInput('you have a product with this SKU', 'sku') : error;
    });
});

/** Where a new product stands, and whose it is. */
export type Listing = Pick<Product, 'id' | 'sellerId' | 'slug' | 'withheld' | 'categoryId'>;

/** Puts a product and its variants onto the list of those there are, and tells of it. */
export function list(tx: Transaction, input: Input, { id, slug, ...listing }: Listing): Product {
  const { kind, name, description, status, images } = input;
  const price = Money.of(input.price);
  const otherPrices = further(price, input.prices ?? []);
  const attributes = input.attributes ?? [];
  const facts = { kind, status, name, description, price, otherPrices, attributes, images, ...listing };
  const product = Product.list(facts, id, slug);
  const variants = variantsOf(input, product);
  tx.em.persist([product, ...variants]);
  tx.emit(ProductCreated, product, productFacts(product, variants));
  tx.emit(ProductOffered, product, offerOf(product, variants));
  return product;
}

/** The refusal of a variant in another currency than its product's. */
export const mixed = (): DomainError => new DomainError('CURRENCY_MISMATCH', 'All variants of a product have its currency');

/** The variants that were given, or the one that a simple product has. */
function variantsOf(input: Input, product: Product): Variant[] {
  const given = input.variants?.length
    ? input.variants
    : [{ sku: input.sku ?? `ST-${product.id.slice(-12).toUpperCase()}`, name: input.name, price: null, prices: null, options: null }];
  if (given.some((variant) => variant.price && variant.price.currency !== input.price.currency)) throw mixed();
  return given.map(({ sku, name, price: own, prices, options }, position) => {
    const price = Money.of(own ?? input.price);
    // Whoever names one price of a variant names all of them.
    const otherPrices = own || prices ? further(price, prices ?? []) : product.otherPrices;
    return Variant.of(product, { sku, name, position, price, otherPrices, options: options ?? [] });
  });
}
