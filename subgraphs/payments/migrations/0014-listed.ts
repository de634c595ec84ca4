import type { TableStep } from '@stoa/kit/persistence';

/** A buyer's payments are listed for staff, and looked through where somebody wants to be forgotten. */
export default {
  name: 'payments-0014-listed',
  sql: `
    create index "payment_buyer_id_id_index" on "payment" ("buyer_id", "id");
`,
} satisfies TableStep;
