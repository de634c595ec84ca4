import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'notifications-0003-webhooks',
  sql: `
    create table "webhook_endpoint" ("id" uuid not null, "seller_id" uuid null, "user_id" uuid null, "url" varchar(2000) not null, "description" varchar(200) not null, "event_types" jsonb not null, "status" text not null, "disabled_reason" text null, "failing_since" timestamptz null, "listens_since" timestamptz not null default now(), "secret" varchar(300) not null, "previous_secret" varchar(300) null, "previous_secret_until" timestamptz null, "created_at" timestamptz not null default now(), primary key ("id"));
    create index "webhook_endpoint_seller_id_index" on "webhook_endpoint" ("seller_id");
    create index "webhook_endpoint_user_id_index" on "webhook_endpoint" ("user_id");
    alter table "webhook_endpoint" add constraint "webhook_endpoint_status_check" check ("status" in ('ENABLED', 'DISABLED'));
    alter table "webhook_endpoint" add constraint "webhook_endpoint_disabled_reason_check" check ("disabled_reason" in ('BY_OWNER', 'GONE', 'FAILING'));
    alter table "webhook_endpoint" add constraint webhook_endpoint_disabled check ((status = 'DISABLED') = (disabled_reason is not null));
    create table "webhook_delivery" ("id" uuid not null, "endpoint_id" uuid not null, "event_id" uuid not null, "event_type" varchar(40) not null, "data" jsonb not null, "occurred_at" timestamptz not null, "status" text not null, "attempts" int not null default 0, "next_try_at" timestamptz not null default now(), "deadline_at" timestamptz not null, "delivered_at" timestamptz null, "response_status" int null, "error" varchar(60) null, "created_at" timestamptz not null default now(), primary key ("id"));
    create index "webhook_delivery_endpoint_id_id_index" on "webhook_delivery" ("endpoint_id", "id");
    alter table "webhook_delivery" add constraint "webhook_delivery_event_id_event_type_endpoint_id_unique" unique ("event_id", "event_type", "endpoint_id");
    alter table "webhook_delivery" add constraint "webhook_delivery_status_check" check ("status" in ('QUEUED', 'DELIVERED', 'FAILED'));
    alter table "webhook_delivery" add constraint webhook_delivery_ends check ((status = 'DELIVERED') = (delivered_at is not null));
    create index webhook_delivery_due on webhook_delivery (endpoint_id, next_try_at, id) where status = 'QUEUED';
    create index webhook_delivery_overdue on webhook_delivery (deadline_at) where status = 'QUEUED';
    create index webhook_delivery_old on webhook_delivery (created_at) where status <> 'QUEUED';
`,
} satisfies TableStep;
