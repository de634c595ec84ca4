import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'payments-0005-transfers-one-at-a-time',
  sql: `alter table "transfer" add column "asked_until" timestamptz not null default now();`,
} satisfies TableStep;
