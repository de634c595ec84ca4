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
  if (viewer.sellerId === variant.sellerId) throw new DomainError('FORBIDDEN', 'Nobody buys from themselves');
  if (!variant.deliverable) throw new DomainError('DOWNLOAD_MISSING', 'This product has no file yet', { productId: variant.productId });
}
