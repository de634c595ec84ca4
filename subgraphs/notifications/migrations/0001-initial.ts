import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'notifications-0001-initial',
  sql: `
    create table "notification" ("id" uuid not null, "event_id" uuid not null, "kind" varchar(40) not null, "audience" varchar(10) not null, "audience_id" uuid not null, "data" jsonb not null, "names" jsonb null, "user_id" uuid null, "sequence" int null, "created_at" timestamptz not null, "read_at" timestamptz null, "addressed_at" timestamptz null, "next_try_at" timestamptz not null default now(), "awaits_digest" boolean not null default false, primary key ("id"));
    alter table "notification" add constraint "notification_event_id_kind_audience_id_unique" unique ("event_id", "kind", "audience_id");
    alter table "notification" add constraint "notification_event_id_kind_user_id_unique" unique ("event_id", "kind", "user_id");
    create index "notification_user_id_id_index" on "notification" ("user_id", "id");
    create index notification_sequence on notification (user_id, sequence);
    create index notification_unaddressed on notification (next_try_at, id) where addressed_at is null;
    create index notification_unsummed on notification (user_id, id) where awaits_digest;
    create table "notification_delivery" ("id" uuid not null, "notification_id" uuid not null, "channel" text not null, "contact_id" uuid null, "status" text not null, "attempts" int not null default 0, "next_try_at" timestamptz not null default now(), "deadline_at" timestamptz not null, "delivered_at" timestamptz null, "provider_id" varchar(200) null, "error" varchar(60) null, primary key ("id"));
    create index "notification_delivery_notification_id_index" on "notification_delivery" ("notification_id");
    alter table "notification_delivery" add constraint "notification_delivery_channel_check" check ("channel" in ('EMAIL', 'SMS', 'PUSH', 'TELEGRAM', 'LIVE'));
    alter table "notification_delivery" add constraint "notification_delivery_status_check" check ("status" in ('QUEUED', 'DELIVERED', 'FAILED'));
    alter table "notification_delivery" add constraint notification_delivery_ends check ((status = 'DELIVERED') = (delivered_at is not null));
    create unique index notification_delivery_once on notification_delivery (notification_id, channel, contact_id) nulls not distinct;
    create index notification_delivery_due on notification_delivery (next_try_at, id) where status = 'QUEUED';
    create index notification_delivery_failed on notification_delivery (notification_id) where status = 'FAILED';
    create table "recipient" ("user_id" uuid not null, "locale" varchar(10) null, "digest" varchar(10) not null default 'NEVER', "next_digest_at" timestamptz null, "last_sequence" int not null default 0, primary key ("user_id"));
    alter table "recipient" add constraint recipient_digest check (digest in ('NEVER', 'DAILY'));
    create table "notification_preference" ("user_id" uuid not null, "channel" varchar(10) not null, "kind" varchar(40) not null, "enabled" boolean not null, primary key ("user_id", "channel", "kind"));
    create table "contact" ("id" uuid not null, "user_id" uuid not null, "channel" varchar(10) not null, "value" varchar(2000) not null, "created_at" timestamptz not null default now(), primary key ("id"));
    alter table "contact" add constraint "contact_channel_value_unique" unique ("channel", "value");
    create index "contact_user_id_index" on "contact" ("user_id");
    alter table "contact" add constraint contact_channel check (channel in ('SMS', 'PUSH', 'TELEGRAM'));
    create table "dead_address" ("hash" varchar(43) not null, "code" varchar(60) not null, "since" timestamptz not null default now(), primary key ("hash"));
    create table "owned_product" ("order_item_id" uuid not null, "product_id" uuid not null, "buyer_id" uuid not null, "ended" boolean not null, primary key ("order_item_id"));
    create index "owned_product_product_id_index" on "owned_product" ("product_id");
    create table "telegram_code" ("code_hash" varchar(43) not null, "user_id" uuid not null, "expires_at" timestamptz not null, primary key ("code_hash"));
    create table "unsubscribe_key" ("purpose" varchar(20) not null, "secret" varchar(100) not null, primary key ("purpose"));
    insert into unsubscribe_key (purpose, secret) values ('links', gen_random_uuid()::text || gen_random_uuid()::text);
`,
} satisfies TableStep;
