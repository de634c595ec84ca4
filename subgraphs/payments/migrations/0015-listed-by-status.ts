import type { TableStep } from '@stoa/kit/persistence';

/** Rows are wide with what was bought, so how many of a status there are is counted from an index, and the few that failed are found by it. */
export default {
  name: 'payments-0015-listed-by-status',
  sql: `
    create index "payment_status_id_index" on "payment" ("status", "id");
`,
} satisfies TableStep;
