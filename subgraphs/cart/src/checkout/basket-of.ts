import type { InputOf } from '@stoa/kit/contracts';
import type { placeOrder } from '@stoa/schema/commands/orders';
import type { ActiveCart } from '../cart/active-cart.ts';
import type { DescribedVariant } from '../cart/sellable-variant.ts';

type Request = InputOf<typeof placeOrder>;
export type Basket = Pick<Request, 'buyerId' | 'currency' | 'destination' | 'lines'>;

/** What orders needs to know of a cart to say what it costs, at catalog's prices of now. */
export function basketOf(
  buyerId: string,
  { items, currency: ofCart }: Pick<ActiveCart, 'items' | 'currency'>,
  variants: ReadonlyMap<string, DescribedVariant>,
  destination: NonNullable<Request['destination']> | null,
): Basket {
  const lines = items.map(({ variantId, productId, sellerId, kind, name, sku, quantity }) => {
    const { categoryIds, price } = variants.get(variantId)!;
    return { variantId, productId, sellerId, kind, categoryIds, name, sku, quantity, unitPrice: price };
  });
  return {
    buyerId,
    currency: ofCart!,
    destination: destination && { country: destination.country, region: destination.region ?? null },
    lines,
  };
}
