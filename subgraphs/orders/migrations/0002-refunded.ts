import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'orders-0002-refunded',
  sql: `alter table "orders" add column "refunded" boolean not null default false;`,
} satisfies TableStep;
