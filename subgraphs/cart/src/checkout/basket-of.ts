import type { InputOf } from '@stoa/kit/contracts';
import type { placeOrder } from '@stoa/schema/commands/orders';
import type { ActiveCart } from '../cart/active-cart.ts';
import type { DescribedVariant } from '../cart/sellable-variant.ts';

type Request = InputOf<typeof placeOrder>;
type Destination = NonNullable<Request['destination']>;
export type Basket = Pick<Request, 'buyerId' | 'currency' | 'destination' | 'shippingMethods' | 'couponCodes' | 'lines'>;

/** What a buyer says of a basket beside what is in it. */
export interface Wishes {
  /** Where a buyer lives matters to tax also where nothing is sent there. */
  readonly destination: Destination | null;
  readonly shippingMethods: NonNullable<Request['shippingMethods']>;
  readonly couponCodes: NonNullable<Request['couponCodes']>;
}

/** What orders needs to know of a cart to say what it costs, at catalog's prices of now. */
export function basketOf(
  buyerId: string,
  { items, currency }: Pick<ActiveCart, 'items' | 'currency'>,
  variants: ReadonlyMap<string, DescribedVariant>,
  { destination, ...wishes }: Wishes,
): Basket {
  const lines = items.map(({ variantId, productId, sellerId, kind, name, sku, quantity }) => {
    const { categoryIds, price } = variants.get(variantId)!;
    return { variantId, productId, sellerId, kind, categoryIds, name, sku, quantity, unitPrice: price };
  });
  const there = destination && { country: destination.country, region: destination.region ?? null };
  return { buyerId, currency: currency!, destination: there, ...wishes, lines };
}
