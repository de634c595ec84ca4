import { badInput, parseInput } from '@stoa/kit/errors';
import { LockMode, newId } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import { list } from '../product/create-product.ts';
import { Product } from '../product/product.entity.ts';
import { createProductInput } from '../product/product.input.ts';
import { slugOf } from '../product/slug.ts';
import { applyChange } from '../product/update-product.ts';
import { changesOf } from '../table/changes-of.ts';
import { skusOf } from '../table/product-line.ts';
import { Variant } from '../variant/variant.entity.ts';
import type { ReadLine } from './batch.ts';

export type Effect = 'created' | 'updated' | 'unchanged';

/** What is there of all that several lines name. */
interface Known {
  readonly productOf: ReadonlyMap<string, { readonly product: Product; readonly variants: readonly Variant[] }>;
  readonly categoryIds: ReadonlyMap<string, string>;
  readonly categorySlugs: ReadonlyMap<string, string>;
  /** Those that are taken; the ones of new products are added. */
  readonly slugs: Set<string>;
}

export interface Shop {
  readonly sellerId: string;
  readonly withheld: boolean;
  readonly known: Known;
}

/** Reads and locks the products of a seller that lines are about, in the order of their ids, as all do who change several. */
export async function productsOf({ em, sql }: Transaction, sellerId: string, lines: readonly ReadLine[]): Promise<Known> {
  const skus = lines.flatMap(({ said }) => skusOf(said));
  const owners = await em.find(Variant, { sellerId, sku: skus }, { fields: ['id', 'productId'], disableIdentityMap: true });
  const ids = [...new Set(owners.map(({ productId }) => productId))];
  const products = await em.find(Product, { id: ids }, { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE });
  const variants = await em.find(Variant, { productId: ids }, { orderBy: { position: 'asc' } });
  const shown = products.map((product) => ({ product, variants: variants.filter(({ productId }) => productId === product.id) }));
  const slugs = await sql.query<{ slug: string }>('select slug from product where slug = any($1)', [
    lines.flatMap(({ said: { name } }) => (name ? [slugOf(name)] : [])),
  ]);
  const categories = await sql.query<{ id: string; slug: string }>('select id, slug from category where slug = any($1) or id = any($2)', [
    lines.flatMap(({ said: { categorySlug } }) => categorySlug ?? []),
    products.flatMap(({ categoryId }) => categoryId ?? []),
  ]);
  return {
    productOf: new Map(shown.flatMap((each) => each.variants.map(({ sku }) => [sku, each] as const))),
    categoryIds: new Map(categories.map(({ id, slug }) => [slug, id])),
    categorySlugs: new Map(categories.map(({ id, slug }) => [id, slug])),
    slugs: new Set(slugs.map(({ slug }) => slug)),
  };
}

/** Makes what a line says so. Nothing is asked here that could be somebody else's: what it needs was read and locked before. */
export function takeLine(tx: Transaction, shop: Shop, line: ReadLine): Effect {
  const found = shop.known.productOf.get(line.said.sku);
  return found ? change(tx, shop, line, found) : create(tx, shop, line);
}

function change(
  tx: Transaction,
  { known }: Shop,
  { said, images }: ReadLine,
  { product, variants }: { product: Product; variants: readonly Variant[] },
): Effect {
  const categorySlug = product.categoryId && known.categorySlugs.get(product.categoryId)!;
  const changes = changesOf(product, variants, categorySlug, said);
  if (!changes) return 'unchanged';
  const categoryId = changes.categorySlug ? categoryOf(known, changes.categorySlug) : null;
  applyChange(tx, product, variants, { ...changes, images: changes.imageFileIds ? images : null }, categoryId);
  return 'updated';
}

function create(tx: Transaction, { sellerId, withheld, known }: Shop, { said, images }: ReadLine): Effect {
  const { sku, kind, status, ...given } = said;
  if (skusOf(said).some((each) => known.productOf.has(each))) throw badInput('another product of yours has one of these SKUs', 'variants');
  const input = parseInput(createProductInput, { description: '', ...given, sku, kind: kind ?? undefined, status: status ?? undefined });
  if (input.status === 'ARCHIVED') throw badInput('a product is not listed as ARCHIVED', 'status');
  const id = newId();
  const plain = slugOf(input.name);
  const slug = known.slugs.has(plain) ? `${plain}-${id.slice(-8)}` : plain;
  const categoryId = input.categorySlug ? categoryOf(known, input.categorySlug) : null;
  list(tx, { ...input, images: images ?? [] }, { id, sellerId, withheld, categoryId, slug });
  known.slugs.add(slug);
  return 'created';
}

function categoryOf({ categoryIds }: Known, slug: string): string {
  const id = categoryIds.get(slug);
  if (!id) throw badInput(`there is no category ${slug}`, 'categorySlug');
  return id;
}
