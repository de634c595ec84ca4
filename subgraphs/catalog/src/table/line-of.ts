import type { Amount } from '@stoa/kit/money';
import type { Product } from '../product/product.entity.ts';
import type { Variant } from '../variant/variant.entity.ts';
import type { ProductLine } from './product-line.ts';

type Listed = Pick<Product, 'kind' | 'name' | 'description' | 'status' | 'price' | 'otherPrices' | 'attributes' | 'images'>;
type ListedVariant = Pick<Variant, 'sku' | 'name' | 'price' | 'otherPrices' | 'options'>;

/** What a variant is after a change: all of it. */
export interface VariantLine {
  readonly sku: string;
  readonly name: string;
  readonly price: Amount;
  readonly prices: readonly Amount[];
  readonly options: readonly { readonly name: string; readonly value: string }[];
}

/** A product as a line of a table, all of it. */
export function lineOf(product: Listed, variants: readonly ListedVariant[], categorySlug: string | null): ProductLine {
  const { kind, name, description, status } = product;
  const lines = variants.map(variantLineOf);
  const [only] = lines;
  const isSimple = lines.length === 1 && same(only, variantLineOf({ ...product, sku: only!.sku, options: [] }));
  return {
    sku: only!.sku,
    ...{ kind, name, description, categorySlug, status },
    price: plain(product.price),
    prices: inOrder(product.otherPrices),
    attributes: product.attributes.map(({ name: of, value }) => ({ name: of, value })),
    imageFileIds: product.images.map(({ fileId }) => fileId),
    ...(!isSimple && { variants: lines.map(({ prices, options, ...line }) => ({ ...line, prices: [...prices], options: [...options] })) }),
  };
}

export const variantLineOf = ({ sku, name, price, otherPrices, options }: ListedVariant): VariantLine => ({
  ...{ sku, name, price: plain(price), prices: inOrder(otherPrices) },
  options: options.map(({ name: of, value }) => ({ name: of, value })),
});

const plain = ({ amountMinor, currency }: Amount): Amount => ({ amountMinor, currency });

/** Prices are a set, so they are compared in one order. */
export const inOrder = (prices: readonly Amount[]): Amount[] =>
  prices.map(plain).sort((one, other) => one.currency.localeCompare(other.currency));

export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
