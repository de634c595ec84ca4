import type { Viewer } from '@stoa/kit/auth';
import type { OutputOf } from '@stoa/kit/contracts';
import { DomainError, notFound } from '@stoa/kit/errors';
import type { DomainContext } from '@stoa/kit/use-case';
import { describeVariants } from '@stoa/schema/commands/catalog';

export type DescribedVariant = OutputOf<typeof describeVariants>['variants'][number];

/** Variants as catalog describes them now, by id. */
export async function describe(context: DomainContext, variantIds: readonly string[]): Promise<Map<string, DescribedVariant>> {
  const { variants } = await context.call(describeVariants, { variantIds: [...variantIds] });
  return new Map(variants.map((variant) => [variant.variantId, variant]));
}

/** Throws unless this buyer can buy this variant now. */
export function assertSellable(viewer: Viewer, variant: DescribedVariant | undefined): asserts variant is DescribedVariant {
  if (variant?.status !== 'ACTIVE') throw notFound('variant');
  if (variant.withheld)
    throw new DomainError('SELLER_UNAVAILABLE', 'Its seller does not sell at the moment', { variantId: variant.variantId });
  if (viewer.sellerId === variant.sellerId) throw new DomainError('FORBIDDEN', 'Nobody buys from themselves');
  if (!variant.deliverable) throw new DomainError('DOWNLOAD_MISSING', 'This product has no file yet', { productId: variant.productId });
}

/** A variant at its price in a currency; throws where it is not sold in it. */
export function inCurrency(variant: DescribedVariant, currency: string): DescribedVariant {
  const price = variant.prices.find((each) => each.currency === currency);
  if (price) return { ...variant, price };
  throw new DomainError('CURRENCY_MISMATCH', `This is not sold in ${currency}`, { currency, variantId: variant.variantId });
}

/** Variants at their prices in a currency. One that is not sold in it keeps the price in its own, which is then no price of the cart's. */
export const allInCurrency = (variants: ReadonlyMap<string, DescribedVariant>, currency: string | null): Map<string, DescribedVariant> =>
  new Map(
    [...variants].map(([id, variant]) => [
      id,
      { ...variant, price: variant.prices.find((each) => each.currency === currency) ?? variant.price },
    ]),
  );
