import { badInput } from '@stoa/kit/errors';
import { inOrder, lineOf, same, type VariantLine, variantLineOf } from './line-of.ts';
import type { ProductLine } from './product-line.ts';

type Listed = Parameters<typeof lineOf>[0];
type ListedVariants = Parameters<typeof lineOf>[1];

/** What of a product is to become another. */
export type Changes = Partial<Omit<ProductLine, 'sku' | 'kind' | 'variants'>> & { readonly variants?: readonly VariantLine[] };

const FIELDS = ['name', 'description', 'categorySlug', 'status', 'price', 'prices', 'attributes', 'imageFileIds'] as const;

/** What a line says of a product that is there, and is not so yet; null where all of it is so. */
export function changesOf(product: Listed, variants: ListedVariants, categorySlug: string | null, line: ProductLine): Changes | null {
  const now = lineOf(product, variants, categorySlug);
  if (line.kind && line.kind !== now.kind) throw badInput(`a product keeps its kind, which is ${now.kind}`, 'kind');
  const fields = FIELDS.filter((field) => line[field] !== undefined && line[field] !== null).filter(
    (field) => !same(field === 'prices' ? inOrder(line.prices!) : line[field], now[field]),
  );
  const changed = Object.fromEntries(fields.map((field) => [field, line[field]])) as Changes;
  const others = changedVariants(variants, now, line);
  if (others.length > 0) return { ...changed, variants: others };
  return fields.length > 0 ? changed : null;
}

function changedVariants(variants: ListedVariants, now: ProductLine, line: ProductLine): VariantLine[] {
  if (!line.variants) return [];
  const known = new Map(variants.map((variant) => [variant.sku, variantLineOf(variant)]));
  if (line.variants.length !== known.size || line.variants.some(({ sku }) => !known.has(sku)))
    throw badInput('a product keeps the variants that it was listed with', 'variants');
  const price = line.price ?? now.price!;
  return line.variants
    .map((given) => ({
      ...{ sku: given.sku, name: given.name },
      price: given.price ?? price,
      // As when a product is listed: whoever names one price of a variant names all of them.
      prices: inOrder(given.price || given.prices ? (given.prices ?? []) : (line.prices ?? now.prices ?? [])),
      options: given.options ?? [],
    }))
    .filter((wanted) => !same(wanted, known.get(wanted.sku)));
}
