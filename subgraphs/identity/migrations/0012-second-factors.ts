import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'identity-0012-second-factors',
  sql: `
    alter table "session" add column "has_second_factor" boolean not null default false;
    create table "totp_factor" ("id" uuid not null, "user_id" uuid not null, "secret" varchar(64) not null, "last_step" int not null default 0, "created_at" timestamptz not null default now(), "confirmed_at" timestamptz null, primary key ("id"));
    alter table "totp_factor" add constraint "totp_factor_user_id_unique" unique ("user_id");
    create table "recovery_code" ("id" uuid not null, "user_id" uuid not null, "code_hash" varchar(43) not null, "used_at" timestamptz null, primary key ("id"));
    alter table "recovery_code" add constraint "recovery_code_user_id_code_hash_unique" unique ("user_id", "code_hash");
    create table "passkey" ("id" uuid not null, "user_id" uuid not null, "credential_id" varchar(1400) not null, "public_key" varchar(2000) not null, "counter" bigint not null, "transports" varchar(100) not null, "name" varchar(100) not null, "created_at" timestamptz not null default now(), "last_used_at" timestamptz null, primary key ("id"));
    create index "passkey_user_id_index" on "passkey" ("user_id");
    alter table "passkey" add constraint "passkey_credential_id_unique" unique ("credential_id");
    create table "log_in_challenge" ("token_hash" varchar(43) not null, "user_id" uuid null, "purpose" varchar(20) not null, "to_sign" varchar(100) null, "tries" int not null default 0, "expires_at" timestamptz not null default now() + interval '5 minutes', primary key ("token_hash"));
    create index "log_in_challenge_user_id_index" on "log_in_challenge" ("user_id");
`,
} satisfies TableStep;
