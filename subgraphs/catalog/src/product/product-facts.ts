import type { PayloadOf } from '@stoa/kit/contracts';
import type { ProductCreated, ProductOffered } from '@stoa/schema/events/catalog';
import { allPrices } from '../price/prices.ts';
import type { Variant } from '../variant/variant.entity.ts';
import type { Product } from './product.entity.ts';

/** What other domains are told of a product. */
export function productFacts(product: Product, variants: readonly Variant[]): PayloadOf<typeof ProductCreated> {
  return {
    productId: product.id,
    sellerId: product.sellerId,
    kind: product.kind,
    status: product.status,
    sku: variants[0]!.sku,
    name: product.name,
    variants: variants.map(({ id, sku, price }) => ({
      variantId: id,
      sku,
      price: { amountMinor: price.amountMinor, currency: price.currency },
    })),
  };
}

/** What of a product can be had now, and for how much. */
export function offerOf({ id: productId, sellerId, onSale }: Product, variants: readonly Variant[]): PayloadOf<typeof ProductOffered> {
  const offered = onSale ? variants : [];
  return {
    productId,
    sellerId,
    variants: offered.map((variant) => ({
      variantId: variant.id,
      prices: allPrices(variant).map(({ amountMinor, currency }) => ({ amountMinor, currency })),
    })),
  };
}
