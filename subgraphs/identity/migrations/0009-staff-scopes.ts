import type { TableStep } from '@stoa/kit/persistence';

/** Who was an administrator could do everything, and goes on. */
export default {
  name: 'identity-0009-staff-scopes',
  sql: `
    alter table "users" add column "scopes" jsonb not null default '[]';
    update "users" set "scopes" = '["*"]' where "account_type" = 'ADMIN';
`,
} satisfies TableStep;
