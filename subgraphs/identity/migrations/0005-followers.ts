import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'identity-0005-followers',
  sql: `
    create table "follow" ("id" uuid not null, "user_id" uuid not null, "seller_id" uuid not null, "created_at" timestamptz not null default now(), primary key ("id"));
    alter table "follow" add constraint "follow_user_id_seller_id_unique" unique ("user_id", "seller_id");
    create index "follow_seller_id_index" on "follow" ("seller_id");
    alter table "seller" add column "follower_count" int not null default 0, add constraint "seller_follower_count_check" check (follower_count >= 0);
    alter table "session" add column "place_hash" varchar(43) null;
`,
} satisfies TableStep;
