import { groupBy, indexBy, loader } from '@stoa/kit/graphql';
import { Category } from './category.entity.ts';

export const categoryById = loader<string, Category>(async (context, ids) =>
  indexBy(await context.read.find(Category, { id: { $in: [...ids] } }), (row) => row.id),
);

export const childrenOfCategory = loader<string, Category[]>(async (context, ids) =>
  groupBy(await context.read.find(Category, { parentId: { $in: [...ids] } }, { orderBy: { name: 'asc' } }), (row) => row.parentId!),
);
