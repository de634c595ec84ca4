import { badInput } from '@stoa/kit/errors';
import type { Transaction } from '@stoa/kit/use-case';
import { Category } from './category.entity.ts';

/** The id behind a slug that a client named; null where none was named. */
export async function categoryIdOf({ em }: Transaction, slug: string | null | undefined): Promise<string | null> {
  if (!slug) return null;
  const category = await em.findOne(Category, { slug });
  if (!category) throw badInput(`there is no category ${slug}`, 'categorySlug');
  return category.id;
}
