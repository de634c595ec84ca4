import { groupBy, indexBy, loader } from '@stoa/kit/graphql';
import { Category } from './category.entity.ts';

export const categoryById = loader<string, Category>(async ({ rows }, ids) => indexBy(await rows.by(Category, 'id', ids), (row) => row.id));

export const childrenOfCategory = loader<string, Category[]>(async ({ rows }, ids) =>
  groupBy(await rows.by(Category, 'parentId', ids, 'name'), (row) => row.parentId!),
);
