/** What the platform takes of what is sold, by seller, by category, by both, or of everything else. */
export interface CommissionRule {
  readonly sellerId: string | null;
  readonly categoryId: string | null;
  readonly basisPoints: number;
}

/** Where nobody has set a rate: ten per cent. */
const USUAL_BASIS_POINTS = 1_000;

/**
 * The rate of the most specific rule: a seller's in a category, then the seller's, then a category's, then the one for all. Of
 * categories the nearest to the product counts.
 */
export function commissionOf(
  rules: readonly CommissionRule[],
  { sellerId, categoryIds }: { readonly sellerId: string; readonly categoryIds: readonly string[] },
): number {
  const find = (seller: string | null, category: string | null): number | undefined =>
    rules.find((rule) => rule.sellerId === seller && rule.categoryId === category)?.basisPoints;
  for (const seller of [sellerId, null])
    for (const category of [...categoryIds, null]) {
      const rate = find(seller, category);
      if (rate !== undefined) return rate;
    }
  return USUAL_BASIS_POINTS;
}
