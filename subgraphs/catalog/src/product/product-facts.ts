import type { PayloadOf } from '@stoa/kit/contracts';
import type { ProductCreated } from '@stoa/schema/events/catalog';
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
