import { indexBy, isEntityId, loader } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { describeVariants } from '@stoa/schema/commands/catalog';
import { KnownVariant } from './known-variant.projection.ts';

export const knownVariantById = loader<string, KnownVariant>(async ({ rows }, ids) =>
  indexBy(await rows.by(KnownVariant, 'variantId', ids.filter(isEntityId)), (row) => row.variantId),
);

/** A variant as this domain knows it. If its event is still on the way, catalog is asked, once. */
export async function knownVariant(
  context: DomainContext,
  variantId: string,
): Promise<Pick<KnownVariant, 'variantId' | 'productId' | 'sellerId' | 'kind'> | null> {
  const known = await context.load(knownVariantById, variantId);
  if (known) return known;
  const { variants } = await context.call(describeVariants, { variantIds: [variantId] });
  return variants[0] ?? null;
}
