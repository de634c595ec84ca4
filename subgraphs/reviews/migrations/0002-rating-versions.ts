import type { TableStep } from '@stoa/kit/persistence';

/** A product's rating is told to others, each change with its version. */
export default {
  name: 'reviews-0002-rating-versions',
  sql: `alter table "product_rating" add column "version" int not null default 1;`,
} satisfies TableStep;
