import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'fulfillment-0005-shipping-method',
  sql: `
    alter table "shipment" add column "shipping_method" varchar(100) null;
`,
} satisfies TableStep;
