import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'fulfillment-0002-items-know-their-variant',
  sql: `alter table "shipment_item" add column "variant_id" uuid null;`,
} satisfies TableStep;
