import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'identity-0001-initial',
  sql: `
    create table "address" ("id" uuid not null, "user_id" uuid not null, "name" varchar(200) not null, "line1" varchar(200) not null, "line2" varchar(200) null, "city" varchar(100) not null, "region" varchar(100) null, "postal_code" varchar(20) not null, "country" char(2) not null, "phone" varchar(40) null, primary key ("id"));
    create index "address_user_id_index" on "address" ("user_id");
    create table "log_in_failure" ("email" varchar(254) not null, "count" int not null, "window_ends_at" timestamptz not null, primary key ("email"));
    create table "refresh_token" ("token_hash" varchar(43) not null, "session_id" uuid not null, "created_at" timestamptz not null default now(), "used_at" timestamptz null, primary key ("token_hash"));
    create index "refresh_token_session_id_index" on "refresh_token" ("session_id");
    create table "seller" ("id" uuid not null, "user_id" uuid not null, "display_name" varchar(100) not null, primary key ("id"));
    alter table "seller" add constraint "seller_user_id_unique" unique ("user_id");
    create table "session" ("id" uuid not null, "user_id" uuid not null, "version" int not null default 1, "user_agent" varchar(300) null, "created_at" timestamptz not null default now(), "last_seen_at" timestamptz not null default now(), "expires_at" timestamptz not null default now() + interval '30 days', "ended_at" timestamptz null, primary key ("id"));
    create index "session_user_id_index" on "session" ("user_id");
    create index "session_expires_at_index" on "session" ("expires_at");
    create table "signing_key" ("kid" varchar(64) not null, "private_jwk" jsonb not null, "created_at" timestamptz not null default now(), primary key ("kid"));
    create table "users" ("id" uuid not null, "email" varchar(254) not null, "password_hash" varchar(200) not null, "first_name" varchar(100) not null, "last_name" varchar(100) not null, "account_type" varchar(10) not null, "seller_id" uuid null, "version" int not null default 1, "created_at" timestamptz not null default now(), primary key ("id"));
    alter table "users" add constraint "users_email_unique" unique ("email");
`,
} satisfies TableStep;
