import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'identity-0010-sign-in-providers',
  sql: `
    alter table "users" alter column "password_hash" drop not null;
    create table "provider_account" ("id" uuid not null, "user_id" uuid not null, "provider" varchar(31) not null, "issuer" varchar(300) not null, "subject" varchar(255) not null, "email" varchar(254) null, "created_at" timestamptz not null default now(), "last_used_at" timestamptz not null default now(), primary key ("id"));
    create index "provider_account_user_id_index" on "provider_account" ("user_id");
    alter table "provider_account" add constraint "provider_account_issuer_subject_unique" unique ("issuer", "subject");
    create table "sign_in_code" ("code_hash" varchar(43) not null, "challenge" varchar(43) not null, "provider" varchar(31) not null, "issuer" varchar(300) not null, "subject" varchar(255) not null, "email" varchar(254) null, "is_email_verified" boolean not null, "first_name" varchar(100) not null, "last_name" varchar(100) not null, "expires_at" timestamptz not null default now() + interval '1 minute', primary key ("code_hash"));
`,
} satisfies TableStep;
