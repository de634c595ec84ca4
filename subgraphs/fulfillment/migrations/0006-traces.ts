import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'fulfillment-0006-traces',
  sql: `
    alter table "order_shipments" add column "traceparent" varchar(55) null;
`,
} satisfies TableStep;
