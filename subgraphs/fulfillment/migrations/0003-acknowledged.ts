import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'fulfillment-0003-acknowledged',
  sql: `alter table "shipment" add column "acknowledged_at" timestamptz null;`,
} satisfies TableStep;
