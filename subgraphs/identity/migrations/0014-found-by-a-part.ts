import type { TableStep } from '@stoa/kit/persistence';

/** Administrators look for people by any part of a name or an address, among a hundred thousand. */
export default {
  name: 'identity-0014-found-by-a-part',
  sql: `
    create extension if not exists pg_trgm;
    create index "users_found_by_a_part" on "users" using gin ("email" gin_trgm_ops, "first_name" gin_trgm_ops, "last_name" gin_trgm_ops);
`,
} satisfies TableStep;
