import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'identity-0004-mail-links',
  sql: `
    alter table "users" add column "email_verified_at" timestamptz null;
    create table "mail_request" ("id" uuid not null, "kind" varchar(20) not null, "email" varchar(254) not null, "attempts" int not null default 0, "next_try_at" timestamptz not null default now(), "created_at" timestamptz not null default now(), primary key ("id"));
    alter table "mail_request" add constraint "mail_request_kind_email_unique" unique ("kind", "email");
    create table "mail_link" ("id" uuid not null, "token_hash" varchar(43) not null, "kind" varchar(20) not null, "user_id" uuid not null, "email" varchar(254) not null, "expires_at" timestamptz not null, "sent_at" timestamptz null, "used_at" timestamptz null, primary key ("id"));
    alter table "mail_link" add constraint "mail_link_token_hash_unique" unique ("token_hash");
    create index "mail_link_user_id_index" on "mail_link" ("user_id");
    create index session_ended on session (ended_at) where ended_at is not null;
`,
} satisfies TableStep;
