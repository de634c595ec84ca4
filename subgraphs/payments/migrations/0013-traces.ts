import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'payments-0013-traces',
  sql: `
    alter table "payment" add column "traceparent" varchar(55) null;
`,
} satisfies TableStep;
