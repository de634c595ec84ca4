import type { TableStep } from '@stoa/kit/persistence';

/** The log takes what staff do in every domain. What was written before was done here, and was done. */
export default {
  name: 'identity-0013-acts-of-all-domains',
  sql: `
    alter table "audit_entry" alter column "subject_id" type text;
    alter table "audit_entry" alter column "subject_id" drop not null;
    alter table "audit_entry" add column "domain" varchar(40) not null default 'identity';
    alter table "audit_entry" add column "facts" jsonb not null default '[]';
    alter table "audit_entry" add column "outcome" text not null default 'DONE';
    alter table "audit_entry" add column "code" varchar(60) null;
    alter table "audit_entry" add column "trace_id" varchar(40) null;
    alter table "audit_entry" add constraint "audit_entry_outcome_check" check ("outcome" in ('DONE', 'REFUSED', 'FAILED'));
    create index "audit_entry_actor" on "audit_entry" ("actor_id", "id");
    create index "audit_entry_subject" on "audit_entry" ("subject_id", "id");
    create index "audit_entry_domain" on "audit_entry" ("domain", "action", "id");
`,
} satisfies TableStep;
