import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'analytics-0001-initial',
  sql: `
    create table "seller_hour" ("seller_id" uuid not null, "currency" character(3) not null, "hour" timestamptz not null, "gross_minor" bigint not null, "fee_minor" bigint not null, "refunded_minor" bigint not null, "order_count" int not null, "whole_orders" int not null, primary key ("seller_id", "currency", "hour"));
    create index "seller_hour_currency_hour_index" on "seller_hour" ("currency", "hour");
    create table "product_day" ("product_id" uuid not null, "currency" character(3) not null, "day" date not null, "seller_id" uuid not null, "gross_minor" bigint not null, "units" int not null, "order_count" int not null, primary key ("product_id", "currency", "day"));
    create index "product_day_seller_id_day_index" on "product_day" ("seller_id", "day");
    create index "product_day_day_index" on "product_day" ("day");
    create table "sold_product" ("product_id" uuid not null, "variant_id" uuid not null, "category_id" uuid null, "learnt" boolean not null default false, "changes" int not null default 0, primary key ("product_id"));
    create index "sold_product_learnt_index" on "sold_product" ("learnt");
    create table "review_day" ("product_id" uuid not null, "day" date not null, "seller_id" uuid not null, "count" int not null, "sum" int not null, primary key ("product_id", "day"));
    create index "review_day_seller_id_day_index" on "review_day" ("seller_id", "day");
    create table "counted_review" ("review_id" uuid not null, primary key ("review_id"));
    create table "payment_hour" ("hour" timestamptz not null, "captured" int not null default 0, "failed" int not null default 0, "refunded" int not null default 0, "refund_failed" int not null default 0, primary key ("hour"));
    create table "lost_dispute" ("dispute_id" uuid not null, "returned" boolean not null, primary key ("dispute_id"));
    create table "cart_hour" ("hour" timestamptz not null, "created" int not null default 0, "items_added" int not null default 0, "checkouts" int not null default 0, "completed" int not null default 0, "expired" int not null default 0, "payment_failed" int not null default 0, "merged" int not null default 0, primary key ("hour"));
    create table "duration" ("id" uuid not null, "kind" text not null, "at" timestamptz not null, "ms" double precision not null, primary key ("id"));
    create table "course_order" ("order_id" uuid not null, "heard_at" timestamptz not null default now(), "captured_at" timestamptz null, "enrolled_at" timestamptz null, primary key ("order_id"));
    create index "course_order_heard_at_index" on "course_order" ("heard_at");
    create index "duration_kind_at_index" on "duration" ("kind", "at");
    alter table "duration" add constraint "duration_kind_check" check ("kind" in ('ENROLLMENT', 'VIDEO', 'COMMAND'));
`,
} satisfies TableStep;
