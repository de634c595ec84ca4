import type { Destination } from './basket.ts';
import { PPM, proportion, proportionIn } from './proportion.ts';

/** What is owed of what is sold to a country or one of its regions: of one category, or of everything else. */
export interface TaxRule {
  readonly country: string;
  readonly region: string | null;
  readonly categoryId: string | null;
  readonly ratePpm: number;
  /** Whether prices include it already, or it comes on top. */
  readonly included: boolean;
}

export interface Tax {
  readonly taxRatePpm: number;
  readonly taxIncluded: boolean;
  readonly taxMinor: number;
}

export const NO_TAX: Tax = { taxRatePpm: 0, taxIncluded: false, taxMinor: 0 };

/** The most specific rule: a region's before its country's, and within each the nearest category's before the one for all. */
export function taxRuleFor(rules: readonly TaxRule[], { country, region }: Destination, categoryIds: readonly string[]): TaxRule | null {
  const there = rules.filter((rule) => rule.country === country);
  const regions = region ? [region.toUpperCase(), null] : [null];
  for (const wanted of regions)
    for (const category of [...categoryIds, null]) {
      const rule = there.find((one) => (one.region?.toUpperCase() ?? null) === wanted && one.categoryId === category);
      if (rule) return rule;
    }
  return null;
}

/**
 * The tax on one charge, rounded half up to the minor unit, or where it comes on top to the step in which the currency is charged. What is
 * included changes nothing of what is charged.
 */
export function taxOn(baseMinor: number, rule: TaxRule | null, step: number): Tax {
  if (!rule) return NO_TAX;
  const { ratePpm, included } = rule;
  const taxMinor = included ? proportion(baseMinor, ratePpm, PPM + ratePpm) : proportionIn(step, baseMinor, ratePpm, PPM);
  return { taxRatePpm: ratePpm, taxIncluded: included, taxMinor };
}
