import type { TableStep } from '@stoa/kit/persistence';

/** Staff act for a user in a session of the user's, which knows whose it is and from which session of theirs it was opened. */
export default {
  name: 'identity-0015-acting',
  sql: `
    alter table "session" add column "actor_id" uuid null;
    alter table "session" add column "opened_from_id" uuid null;
    create index "session_opened_from_id_index" on "session" ("opened_from_id");
    alter table "audit_entry" add column "on_behalf_of" uuid null;
    create index "audit_entry_on_behalf_of" on "audit_entry" ("on_behalf_of", "id");
`,
} satisfies TableStep;
