import { badInput } from '@stoa/kit/errors';
import { text } from '@stoa/kit/graphql';
import { useCase } from '@stoa/kit/use-case';
import { CategoryCreated } from '@stoa/schema/events/catalog';
import { z } from 'zod';
import { Category } from './category.entity.ts';
import { categoryIdOf } from './category-id-of.ts';

const input = z.object({
  name: text(100),
  slug: z
    .string()
    .max(120)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is made of lower-case words joined by hyphens'),
  parentSlug: z.string().max(120).nullish(),
});

export const createCategory = useCase('catalog.createCategory', input, async (tx, { name, slug, parentSlug }): Promise<Category> => {
  if (await tx.em.findOne(Category, { slug })) throw badInput('there is a category with this slug', 'slug');
  const category = Category.of({ name, slug, parentId: await categoryIdOf(tx, parentSlug) });
  tx.em.persist(category);
  // A category never changes.
  tx.emit(CategoryCreated, { id: category.id, version: 1 }, { categoryId: category.id, parentId: category.parentId });
  return category;
});
