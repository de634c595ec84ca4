import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'payments-0006-shipping',
  sql: `
    alter table "payment" add column "shipping" jsonb not null default '[]';
`,
} satisfies TableStep;
