import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'identity-0007-suspension',
  sql: `
    alter table "users" add column "suspended_at" timestamptz null;
    create table "audit_entry" ("id" uuid not null, "actor_id" uuid not null, "action" varchar(60) not null, "subject_type" varchar(40) not null, "subject_id" uuid not null, "reason" varchar(500) null, "at" timestamptz not null default now(), primary key ("id"));
    create function identity_refuse_audit_change() returns trigger language plpgsql as $$
      begin raise exception 'what administrators did is written once'; end $$;
    create trigger audit_entry_append_only before update or delete or truncate on audit_entry
      for each statement execute function identity_refuse_audit_change();
`,
} satisfies TableStep;
