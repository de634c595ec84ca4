import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'notifications-0002-phones',
  sql: `
    create table "phone_code" ("id" uuid not null, "user_id" uuid not null, "number" varchar(16) not null, "code_hash" varchar(43) not null, "tries" int not null default 0, "expires_at" timestamptz not null default (now() + '00:10:00'::interval), primary key ("id"));
    create index "phone_code_user_id_index" on "phone_code" ("user_id");
`,
} satisfies TableStep;
