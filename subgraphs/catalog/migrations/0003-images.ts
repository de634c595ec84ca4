import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'catalog-0003-images',
  sql: `alter table product add column images jsonb not null default '[]';`,
} satisfies TableStep;
