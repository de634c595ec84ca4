import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'analytics-0002-on-sale',
  sql: `alter table "sold_product" add column "on_sale" boolean not null default true;`,
} satisfies TableStep;
