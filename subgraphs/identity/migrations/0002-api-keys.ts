import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'identity-0002-api-keys',
  sql: `
    create table "api_key" ("id" uuid not null, "client" varchar(50) not null, "mode" varchar(4) not null, "prefix" varchar(20) not null, "key_hash" varchar(43) not null, "cost_per_minute" int null, "version" int not null default 1, "created_at" timestamptz not null default now(), "created_by_id" uuid not null, "expires_at" timestamptz null, "last_used_at" timestamptz null, "revoked_at" timestamptz null, "revoked_by_id" uuid null, primary key ("id"));
    create index "api_key_client_index" on "api_key" ("client");
    alter table "api_key" add constraint "api_key_key_hash_unique" unique ("key_hash");
`,
} satisfies TableStep;
