import type { TableStep } from '@stoa/kit/persistence';

/** What people have asked for: to read what is held of them, and to be forgotten. One secret signs the addresses of all exports. */
export default {
  name: 'identity-0011-personal-data',
  sql: `
    create table "data_export" ("id" uuid not null, "user_id" uuid not null, "requested_at" timestamptz not null default now(), "completed_at" timestamptz null, "expires_at" timestamptz not null default (now() + '7 days'::interval), primary key ("id"));
    create index "data_export_user_id_index" on "data_export" ("user_id");
    create table "data_export_part" ("export_id" uuid not null, "domain" varchar(20) not null, "part" int not null, "is_last" boolean not null, "rows" jsonb not null, primary key ("export_id", "domain", "part"));
    alter table "data_export_part" add constraint "data_export_part_export_id_foreign" foreign key ("export_id") references "data_export" ("id") on delete cascade;
    create table "data_erasure" ("user_id" uuid not null, "requested_at" timestamptz not null default now(), "due_at" timestamptz not null, "waiting_for" jsonb not null default '[]', "erased_at" timestamptz null, primary key ("user_id"));
    create table "address_key" ("purpose" varchar(20) not null, "secret" varchar(100) not null, primary key ("purpose"));
    insert into address_key (purpose, secret) values ('data exports', gen_random_uuid()::text || gen_random_uuid()::text);
`,
} satisfies TableStep;
